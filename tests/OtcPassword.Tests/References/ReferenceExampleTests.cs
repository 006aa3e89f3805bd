using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.References;

public class ReferenceExampleTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => ReferenceExample.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_names_its_source_and_has_valid_JSON(string name)
    {
        string source = File.ReadLines(Path.Combine(BuildPaths.OtcData, name)).First();
        ReferenceExample example = ReferenceExample.Load(name.Replace(".http", string.Empty));

        Assert.Matches("^# Source: https://github.com/opentelekomcloud-docs/[a-z-]+/blob/[0-9a-f]{40}/api-ref/.*[.]rst$", source);
        Assert.NotEmpty(example.StartLines);
        if (example.Body.Length > 0)
        {
            using JsonDocument body = JsonDocument.Parse(example.Body);
            Assert.Equal(JsonValueKind.Object, body.RootElement.ValueKind);
        }
    }
}
