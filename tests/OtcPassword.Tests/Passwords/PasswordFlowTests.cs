using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class PasswordFlowTests(EmulatorFixture emulator)
{
    [Theory]
    [InlineData("ECS", "ecs")]
    [InlineData("BMS", "bms")]
    public async Task Each_server_gets_its_own_password(string kind, string service)
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        using KeyRing keys = emulator.Ready.Keys();

        foreach (EmulatedServer truth in await emulator.Process.ServersAsync(service))
        {
            if (truth.Password is not null && truth.KeyPairUser != emulator.Ready.User)
            {
                OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.GetPasswordAsync(truth.Id, keys, kind: kind));
                Assert.Equal(OtcError.KeyMismatch, e.Error);
                continue;
            }

            PasswordResult result = await session.GetPasswordAsync(truth.Id, keys, kind: kind);
            Assert.Equal(truth.Password is null ? PasswordStatus.NotAvailable : PasswordStatus.Decrypted, result.Status);
            Assert.Equal(truth.Password, result.Password.Text());
            Assert.Equal(truth.Name, result.Server.Name);
        }
    }

    [Theory]
    [InlineData("lin-0001", "Linux")]
    [InlineData("web-keyless", "without a key pair")]
    [InlineData("web-young", "minutes ago")]
    [InlineData("web-cleared", "cleared")]
    public async Task Missing_password_is_explained(string name, string reason)
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        EmulatedServer truth = await emulator.Process.ServerAsync(name);

        PasswordResult result = await session.GetPasswordAsync(truth.Id);

        Assert.Equal(PasswordStatus.NotAvailable, result.Status);
        Assert.Contains(reason, MissingPassword.Explain(result.Server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_for_a_user_without_the_permission_names_it()
    {
        using Session session = await TestSession.ConnectAsync(emulator.Ready, "reader", "Emulator-3!");
        EmulatedServer truth = await emulator.Process.ServerAsync("web-0001");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(truth.Id, TestSession.Context));

        Assert.Equal(OtcError.PermissionDenied, e.Error);
        Assert.Contains("ecs:serverPasswords:manage", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ECS", false)]
    [InlineData("BMS", true)]
    public async Task Cleared_password_is_null_and_can_be_cleared_again(string kind, bool bareMetal)
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync(Scenarios.Small(
            $$"""{ "name": "a", "project": "eu-de_a", "keyPair": "KeyPair-a", "bareMetal": {{(bareMetal ? "true" : "false")}} }"""));
        using Session session = await TestSession.ConnectAsync(own.Ready);
        string id = (await own.ServersAsync())[0].Id;
        ServerService service = session.Service(kind);
        Assert.NotNull(await service.GetPasswordAsync(id, TestSession.Context));

        await service.ClearPasswordAsync(id, TestSession.Context);
        await service.ClearPasswordAsync(id, TestSession.Context);

        Assert.Null(await service.GetPasswordAsync(id, TestSession.Context));
    }

    [Fact]
    public async Task Key_pair_of_many_servers_is_requested_once()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync(Scenarios.Small(
            """{ "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 30 }"""));
        using Session session = await TestSession.ConnectAsync(own.Ready);
        using KeyRing keys = own.Ready.Keys();

        await session.Flow(keys).RunAsync((await own.ServersAsync()).Select(server => new ServerTarget(session, server.Id)));

        Assert.Equal(1, (await own.CountersAsync()).Count("GET", "/v2.1/{project}/os-keypairs/{name}"));
    }

    [Fact]
    public async Task Key_pair_is_not_requested_for_a_server_without_a_password()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        using Session session = await TestSession.ConnectAsync(own.Ready);
        using KeyRing keys = KeyRing.Open([], null);
        string id = (await own.ServerAsync("lin-0001")).Id;

        PasswordResult result = await session.GetPasswordAsync(id, keys);

        Assert.Equal(PasswordStatus.NotAvailable, result.Status);
        Assert.Equal(0, (await own.CountersAsync()).Count("GET", "/v2.1/{project}/os-keypairs/{name}"));
    }

}
