using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Packaging;

/// <summary>Compares the policies and permissions in the documents with the table of the API reference in tests/data/otc.</summary>
public class PermissionTests
{
    private static readonly string[][] Rows = [.. File.ReadAllLines(Path.Combine(BuildPaths.OtcData, "permissions.tsv"))
        .Skip(1).Select(line => line.Split('\t'))];

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/help/about_OtcPassword.md")]
    public void Policy_has_exactly_the_actions_of_the_reference_and_their_dependencies(string page)
    {
        string json = Regex.Match(Text(page), "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        using JsonDocument policy = JsonDocument.Parse(json);
        JsonElement statement = Assert.Single(policy.RootElement.GetProperty("Statement").EnumerateArray());

        Assert.Equal("1.1", policy.RootElement.GetProperty("Version").GetString());
        Assert.Equal("Allow", statement.GetProperty("Effect").GetString());
        Assert.Equal(
            Rows.SelectMany(row => row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(row[1])).Distinct().Order(),
            statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()!).Order());
        Assert.Contains("ECS CommonOperations", Text(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-EcsServer", "GET /servers/detail", "GET /servers/{server_id}")]
    [InlineData(
        "Get-EcsServerPassword", "GET /servers/{server_id}/os-server-password", "GET /servers/detail", "GET /servers/{server_id}",
        "GET /os-keypairs/{keypair_name}")]
    [InlineData(
        "Clear-EcsServerPassword", "DELETE /servers/{server_id}/os-server-password", "GET /servers/detail", "GET /servers/{server_id}")]
    [InlineData("Get-OtcKeyPair", "GET /os-keypairs")]
    [InlineData("Get-OtcKeyFile", "GET /os-keypairs")]
    public void Notes_of_a_cmdlet_name_exactly_the_actions_of_its_operations(string cmdlet, params string[] operations)
    {
        string notes = Regex.Match(Text($"docs/help/{cmdlet}.md"), "\nRequired permission: (.*?)\n\n", RegexOptions.Singleline).Value;
        string[] named = [.. Regex.Matches(notes, "`(\\w+:\\w+:\\w+)`").Select(match => match.Groups[1].Value).Distinct().Order()];

        Assert.Equal(operations.Select(operation => Rows.Single(row => row[0] == operation)[1]).Distinct().Order(), named);
    }

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(BuildPaths.Repository, path)).Replace("\r\n", "\n", StringComparison.Ordinal);
}
