using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Servers;

/// <summary>Values that server lists omit, pages that take too long, and server details that concern the password.</summary>
public sealed class ServerDetailTests(PrivateEmulator<ServerDetailTests.Fleet> emulator)
    : IClassFixture<PrivateEmulator<ServerDetailTests.Fleet>>, IAsyncLifetime
{
    private readonly EmulatorProcess _emulator = emulator.Process;
    private Session _session = null!;

    public async ValueTask InitializeAsync()
    {
        _session = await TestSession.ConnectAsync(_emulator.Ready);
        await _emulator.ResetCountersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _emulator.SetSettingsAsync("""{"osTypeInLists": true, "largestPageInTime": 1000000}""");
    }

    [Theory]
    [InlineData("ECS", "linux")]
    [InlineData("BMS", "metal")]
    public async Task Linux_server_is_not_waited_for_even_if_lists_omit_the_operating_system(string kind, string name)
    {
        await _emulator.SetSettingsAsync("""{"osTypeInLists": false}""");
        Server listed = (await _session.Service(kind).ListAsync()).Single(server => server.Name == name);

        PasswordResult result = await _session.GetPasswordAsync(new ServerTarget(_session, listed.Id, listed.Name, listed), kind: kind);

        Assert.Null(listed.OsType);
        Assert.Equal("Linux", result.Server.OsType);
        Assert.False(MissingPassword.CanBeWaitedFor(result.Server));
    }

    [Fact]
    public async Task Details_are_requested_only_for_servers_without_a_password()
    {
        await _emulator.SetSettingsAsync("""{"osTypeInLists": false}""");
        Server listed = (await _session.Service("ECS").ListAsync()).Single(server => server.Name == "named");

        PasswordResult result = await _session.GetPasswordAsync(new ServerTarget(_session, listed.Id, listed.Name, listed));

        Assert.NotNull(result.EncryptedPassword);
        Assert.Equal(0, (await _emulator.CountersAsync()).Count("GET", "/v2.1/{project}/servers/{id}"));
    }

    [Theory]
    [InlineData("ECS", 100, 240)]
    [InlineData("ECS", 20, 240)]
    [InlineData("BMS", 100, 130)]
    [InlineData("BMS", 20, 130)]
    public async Task Smaller_pages_are_requested_after_a_gateway_timeout(string kind, int largest, int servers)
    {
        await _emulator.SetSettingsAsync($$"""{"largestPageInTime": {{largest}}}""");

        List<Server> found = (await _session.Service(kind).ListAsync()).Where(server => server.Name.StartsWith("page-", StringComparison.Ordinal)).ToList();

        Assert.Equal(servers, found.Select(server => server.Id).Distinct().Count());
        Assert.Equal(servers, found.Count);
        string path = kind == "ECS" ? "/v2.1/{project}/servers/detail" : "/v1/{project}/baremetalservers/detail";
        Assert.Equal(largest == 100 ? 1 : 2, (await _emulator.CountersAsync()).Count("GET", path, 504));
    }

    [Fact]
    public async Task Administrator_name_is_read_from_the_server_metadata()
    {
        Server[] servers = (await _session.Service("ECS").ListAsync()).ToArray();

        Assert.Equal("Operator", servers.Single(server => server.Name == "named").AdminUserName);
        Assert.Null(servers.Single(server => server.Name == "linux").AdminUserName);
    }

    [Fact]
    public async Task Reinstalled_server_is_recognized_by_its_launch()
    {
        Server server = (await _session.Service("ECS").ListAsync()).Single(server => server.Name == "reinstalled");
        await _emulator.ControlAsync("POST", $"servers/{server.Id}/reinstall");

        PasswordResult before = await _session.GetPasswordAsync(new ServerTarget(_session, server.Id, server.Name, server));
        PasswordResult after = await _session.GetPasswordAsync(server.Id);

        Assert.False(before.MayBeOutdated);
        Assert.True(after.MayBeOutdated);
        Assert.Equal(before.EncryptedPassword, after.EncryptedPassword);
    }

    public sealed class Fleet : IScenario
    {
        public string Json => Scenarios.Small("""
            { "name": "named", "project": "eu-de_a", "keyPair": "KeyPair-a", "adminUserName": "Operator" },
            { "name": "reinstalled", "project": "eu-de_a", "keyPair": "KeyPair-a" },
            { "name": "linux", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Linux" },
            { "name": "metal", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Linux", "bareMetal": true },
            { "name": "page-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 240 },
            { "name": "page-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 130, "bareMetal": true }
            """);
    }
}
