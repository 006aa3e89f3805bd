using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Servers;

public class ServerListTests(EmulatorFixture emulator)
{
    [Theory]
    [InlineData("ECS", "ecs")]
    [InlineData("BMS", "bms")]
    public async Task Server_list_has_exactly_the_servers_of_the_service_and_project(string kind, string service)
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);

        List<Server> servers = await session.Service(kind).ListAsync();

        IReadOnlyList<EmulatedServer> expected = await emulator.Process.ServersAsync(service);
        AssertSameIds(expected, servers);
        foreach (Server server in servers)
        {
            EmulatedServer truth = expected.Single(other => other.Id == server.Id);
            Assert.Equal(truth.Name, server.Name);
            Assert.Equal(truth.OsType, server.OsType);
            Assert.Equal(truth.KeyPair, server.KeyName);
            Assert.Equal(truth.FloatingAddress ?? truth.Address, server.Address);
            Assert.Equal(kind, server.Kind.Name);
            Assert.Equal(emulator.Ready.ProjectId, server.ProjectId);
            Assert.NotNull(server.LaunchedAt);
        }
    }

    [Theory]
    [InlineData("ECS", "ecs", 1)]
    [InlineData("ECS", "ecs", 7)]
    [InlineData("BMS", "bms", 1)]
    [InlineData("BMS", "bms", 7)]
    public async Task Server_list_is_complete_with_any_page_size(string kind, string service, int pageSize)
    {
        using EmulatorProcess small = await EmulatorProcess.StartAsync(Scenarios.Small(
            """
            { "name": "v-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 21 },
            { "name": "m-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 21, "bareMetal": true }
            """,
            $$"""
            "settings": { "maxPageSize": {{pageSize}} },
            """));
        using Session session = await TestSession.ConnectAsync(small.Ready);

        List<Server> servers = await session.Service(kind).ListAsync();

        AssertSameIds(await small.ServersAsync(service), servers);
    }

    [Fact]
    public async Task Specified_endpoint_keeps_version_2()
    {
        using Session session = await TestSession.ConnectAsync(
            emulator.Ready, ecsEndpoint: new Uri(emulator.Ready.BaseUrl, "/v2"));

        Assert.EndsWith($"/v2/{emulator.Ready.ProjectId}", session.EcsEndpoint!.AbsolutePath, StringComparison.Ordinal);
        Assert.NotEmpty(await session.Ecs().ListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/v2.1/somebody-elses-project")]
    [InlineData("/v2.1/$(tenant_id)s")]
    public async Task Version_and_project_of_an_endpoint_are_completed(string path)
    {
        using Session session = await TestSession.ConnectAsync(
            emulator.Ready, ecsEndpoint: new Uri(emulator.Ready.BaseUrl, path));

        Assert.Equal($"/v2.1/{emulator.Ready.ProjectId}", session.EcsEndpoint!.AbsolutePath);
        Assert.NotEmpty(await session.Ecs().ListAsync());
    }

    [Fact]
    public async Task Server_is_returned_by_its_ID()
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        EmulatedServer truth = await emulator.Process.ServerAsync("Büro-Übersicht");

        Server server = await session.Ecs().GetAsync(truth.Id, TestSession.Context);

        Assert.Equal(truth.Name, server.Name);
    }

    [Theory]
    [InlineData("ECS")]
    [InlineData("BMS")]
    public async Task Error_for_an_unknown_server_ID_names_the_ID(string kind)
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => session.Service(kind).GetAsync("00000000-0000-4000-8000-000000000000", TestSession.Context));

        Assert.Equal(OtcError.ServerNotFound, e.Error);
        Assert.Contains("00000000-0000-4000-8000-000000000000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_of_another_project_is_not_found()
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        EmulatedServer other = (await emulator.Process.ServersAsync()).First(server => server.Name == "partner-0001");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(other.Id, TestSession.Context));

        Assert.Equal(OtcError.ServerNotFound, e.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("web-0001")]
    [InlineData("../../os-keypairs")]
    [InlineData("cf2a8b97-b5c6-47ef-9714-eb27adf26e5b/../..")]
    [InlineData("cf2a8b97%2fb5c6-47ef-9714-eb27adf26e5b")]
    [InlineData("cf2a8b97-b5c6-47ef-9714-eb27adf26e5b\r\nX: y")]
    [InlineData("{cf2a8b97-b5c6-47ef-9714-eb27adf26e5b")]
    public void Text_that_is_not_a_valid_server_ID_is_rejected(string text)
    {
        OtcException e = Assert.Throws<OtcException>(() => ServerId.Require(text));

        Assert.Equal(OtcError.InvalidServerId, e.Error);
    }

    [Theory]
    [InlineData(" cf2a8b97-b5c6-47ef-9714-eb27adf26e5b\r\n")]
    [InlineData("{cf2a8b97-b5c6-47ef-9714-eb27adf26e5b}")]
    public void Server_ID_is_accepted_with_white_space_or_braces_around_it(string text) =>
        Assert.Equal("cf2a8b97-b5c6-47ef-9714-eb27adf26e5b", ServerId.Require(text));

    private static void AssertSameIds(IEnumerable<EmulatedServer> expected, IEnumerable<Server> actual) => Assert.Equal(
        expected.Select(server => server.Id).OrderBy(id => id, StringComparer.Ordinal),
        actual.Select(server => server.Id).OrderBy(id => id, StringComparer.Ordinal));
}
