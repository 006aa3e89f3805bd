using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Packaging;

public class NamedTestsTests
{
    [Theory]
    [InlineData("comparison.md")]
    public void Every_test_that_is_named_exists(string page)
    {
        string docs = Path.GetDirectoryName(BuildPaths.Help)!;
        string tests = Path.Combine(Path.GetDirectoryName(docs)!, "tests");
        Dictionary<string, string> files = Directory.EnumerateFiles(tests, "*Tests.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith("Tests.cs", System.StringComparison.Ordinal) || file.EndsWith("Tests.ps1", System.StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

        // A cell says: `name` (File), or several names before the file they are in.
        var named = new List<(string Test, string File)>();
        foreach (Match cell in Regex.Matches(File.ReadAllText(Path.Combine(docs, page)), @"((?:`[^`]+`(?:, | and )?)+) \((\w[\w.]*Tests\.(?:cs|ps1))\)"))
        {
            named.AddRange(Regex.Matches(cell.Groups[1].Value, "`([^`]+)`").Cast<Match>().Select(name => (name.Groups[1].Value, cell.Groups[2].Value)));
        }

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, test => !files.TryGetValue(test.File, out string? text) || !text.Contains(test.Test));
    }
}
