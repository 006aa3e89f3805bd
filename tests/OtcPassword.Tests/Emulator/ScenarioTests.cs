using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>The errors of the emulator for invalid scenarios.</summary>
public class ScenarioTests
{
    private const string Account = """{"name": "OTC1", "projects": ["eu-de_a"], "users": [{"name": "a", "password": "x", "accessKey": "A", "secretKey": "s"}]}""";

    // ACCOUNT stands for an account with a user "a" and a project.
    [Theory]
    [InlineData("""{"domains": [null]}""", "A list contains null")]
    [InlineData("""{"domains": [ACCOUNT], "keyPairs": [null]}""", "A list contains null")]
    [InlineData("""{"domains": [ACCOUNT], "servers": [null]}""", "A list contains null")]
    [InlineData("""{"domains": [ACCOUNT], "faults": {"rules": [null]}}""", "A list contains null")]
    [InlineData("""{"domains": [{"name": "OTC1", "projects": [null], "users": []}]}""", "A list contains null")]
    [InlineData("null", "The value is null.")]
    [InlineData("{}", "A scenario needs at least one domain with a user and a project.")]
    [InlineData("""{"domains": [{"name": "OTC1", "projects": ["p"], "users": [{"name": "a", "password": "x", "projects": []}]}]}""", "The first user of the first domain must have a project")]
    [InlineData("""{"domains": [ACCOUNT, {"name": "OTC1"}]}""", "Account 'OTC1' is defined more than once.")]
    [InlineData("""{"domains": [{"name": "OTC1", "projects": ["p", "p"], "users": [{"name": "a", "password": "x"}]}]}""", "Account 'OTC1' has more than one project named 'p'.")]
    [InlineData("""{"domains": [{"name": "OTC1", "projects": ["p"], "users": [{"name": "a", "password": "x"}, {"name": "a", "password": "y"}]}]}""", "Account 'OTC1' has more than one user named 'a'.")]
    [InlineData("""{"domains": [ACCOUNT, {"name": "OTC2", "users": [{"name": "b", "password": "x", "accessKey": "A", "secretKey": "t"}]}]}""", "Access key 'A' is assigned to more than one user.")]
    [InlineData("""{"domains": [ACCOUNT], "keyPairs": [{"name": "K", "user": "a"}, {"name": "K", "user": "a"}]}""", "User 'a' has more than one key pair named 'K'.")]
    [InlineData("""{"domains": [ACCOUNT], "keyPairs": [{"name": "K", "user": "a"}, {"name": "k", "user": "a"}, {"name": "K ", "user": "a"}, {"name": "K", "user": "a"}]}""", "Key pair 'K' of user 'a' would overwrite the key file of another key pair.")]
    [InlineData("""{"domains": [ACCOUNT], "keyPairs": [{"name": "K", "user": "a", "bits": 0}]}""", "Key pair 'K': bits must be a multiple of 64, from 512 to 8192.")]
    [InlineData("""{"domains": [ACCOUNT], "keyPairs": [{"name": "K", "user": "a", "bits": 2050}]}""", "Key pair 'K': bits must be a multiple of 64, from 512 to 8192.")]
    [InlineData("""{"domains": [ACCOUNT], "faults": {"rules": [{"service": "\r\nX: 1\u001b[31m"}]}}""", "Unknown service ' X: 1 [31m'. Valid values are iam, ecs, bms, image, and openid.")]
    public async Task Error_in_a_scenario_is_reported_in_one_line(string scenario, string problem)
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => EmulatorProcess.StartAsync(scenario.Replace("ACCOUNT", Account)));

        string message = Assert.Single(e.Message.Split('\n'));
        Assert.StartsWith("POST emulators: 400", message, StringComparison.Ordinal);
        Assert.Contains(problem, Regex.Unescape(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", ".json: ")]
    [InlineData("""{"domains": []}""", "A scenario needs at least one domain with a user and a project.")]
    public async Task Invalid_scenario_file_ends_the_process_with_one_line_and_exit_code_2(string scenario, string problem)
    {
        EmulatorStartException e = await Assert.ThrowsAsync<EmulatorStartException>(
            () => EmulatorProcess.StartProcessAsync(Encoding.UTF8.GetBytes(scenario)));

        Assert.Contains(problem, Assert.Single(e.Output.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(2, e.ExitCode);
    }

    [Fact]
    public async Task Scenario_file_can_start_with_a_byte_order_mark()
    {
        byte[] scenario = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"domains": [{{Account}}]}""")];

        using EmulatorProcess emulator = await EmulatorProcess.StartProcessAsync(scenario);

        Assert.Equal("OTC1", emulator.Ready.Domain);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("a-name-of-many-characters-that-is-too-long-for-any-file-system-when-it-is-repeated")]
    public async Task Key_files_are_in_the_key_folder_for_any_name(string name)
    {
        string many = string.Concat(Enumerable.Repeat(name, name.Length > 10 ? 5 : 1));
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync($$"""
            {
              "domains": [{"name": "OTC1", "projects": ["p"], "users": [{"name": "a", "password": "x"}, {"name": "{{many}}", "password": "x"}]}],
              "keyPairs": [{"name": "{{many}}", "user": "a", "bits": 1024}, {"name": "{{many}}", "user": "{{many}}", "bits": 1024}]
            }
            """);

        Assert.Equal(2, Directory.GetFiles(emulator.Ready.KeyFolder, "*.pem", SearchOption.AllDirectories).Length);
    }
}
