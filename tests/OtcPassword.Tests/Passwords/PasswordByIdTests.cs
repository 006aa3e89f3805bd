using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Passwords;

/// <summary>The requests for servers that are known by their IDs only.</summary>
public class PasswordByIdTests
{
    private const int Throttle = 32;
    private const string List = "/v2.1/{project}/servers/detail";
    private const string Details = "/v2.1/{project}/servers/{id}";
    private const string Password = "/v2.1/{project}/servers/{id}/os-server-password";

    [Fact]
    public async Task Server_and_password_are_requested_at_the_same_time()
    {
        using EmulatorProcess emulator = await StartAsync(1, "\"faults\": { \"rules\": [ { \"service\": \"ecs\", \"latencyMs\": 1000 } ] },");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string id = (await emulator.ServersAsync())[0].Id;
        await emulator.ResetCountersAsync();

        PasswordResult result = await session.GetPasswordAsync(id);

        Assert.Equal(id, result.Server.Id);
        Assert.Equal(2, (await emulator.CountersAsync()).MaxInFlight);
    }

    [Fact]
    public async Task One_request_at_a_time_is_possible()
    {
        using EmulatorProcess emulator = await StartAsync(40);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = await IdsAsync(emulator);
        await emulator.ResetCountersAsync();

        List<PasswordResult> results = await GetAsync(session, ids, throttle: 1);

        Assert.Equal(ids, results.Select(result => result.Server.Id));
        Assert.Equal(1, (await emulator.CountersAsync()).MaxInFlight);
    }

    [Fact]
    public async Task Many_IDs_are_looked_up_in_the_list()
    {
        using EmulatorProcess emulator = await StartAsync(200);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = await IdsAsync(emulator);

        List<PasswordResult> results = await GetAsync(session, ids);

        Assert.Equal(ids, results.Select(result => result.Server.Id));
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(200, counters.Count("GET", Password));
        Assert.Equal(16, counters.Count("GET", Details));
        Assert.InRange(counters.Count("GET", List), 1, 2);
    }

    [Fact]
    public async Task Few_IDs_do_not_list_the_project()
    {
        using EmulatorProcess emulator = await StartAsync(1500);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = (await IdsAsync(emulator)).Take(16).ToArray();

        List<PasswordResult> results = await GetAsync(session, ids);

        Assert.Equal(ids, results.Select(result => result.Server.Id));
        Assert.Equal(0, (await emulator.CountersAsync()).Count("GET", List));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IDs_in_any_order_get_their_passwords_when_the_list_has_many_pages(bool isReversed)
    {
        // Pages of 20 servers: one page per 16 IDs at most, so that the list cannot be complete before the last IDs come.
        using EmulatorProcess emulator = await StartAsync(400, "\"settings\": { \"maxPageSize\": 20 },");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = (await IdsAsync(emulator)).Take(200).ToArray();
        ids = isReversed ? Enumerable.Reverse(ids).ToArray() : ids.OrderBy(id => id, StringComparer.Ordinal).ToArray();

        List<PasswordResult> results = await GetAsync(session, ids);

        Assert.Equal(ids, results.Select(result => result.Server.Id));
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(200, counters.Count("GET", Password));
        Assert.InRange(counters.Count("GET", List), 1, 200 / 16);
        Assert.InRange(counters.Count("GET", Details), 16, 200);
    }

    [Fact]
    public async Task Each_ID_that_no_server_has_is_one_error()
    {
        using EmulatorProcess emulator = await StartAsync(60);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] known = await IdsAsync(emulator);
        string[] unknown = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid().ToString()).ToArray();

        List<ServerOutcome<PasswordResult>> outcomes = await session.Flow().RunAsync(
            known.Zip(unknown, (one, other) => new[] { one, other }).SelectMany(ids => ids).Select(id => new ServerTarget(session, id)));

        Assert.Equal(120, outcomes.Count);
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (i % 2 == 0)
            {
                Assert.Equal(known[i / 2], outcomes[i].Result!.Server.Id);
            }
            else
            {
                Assert.Equal(OtcError.ServerNotFound, outcomes[i].Error!.Error);
                Assert.Contains(unknown[i / 2], outcomes[i].Error!.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task IDs_get_their_passwords_without_permission_to_list_servers()
    {
        using EmulatorProcess emulator = await StartAsync(
            60, "\"faults\": { \"rules\": [ { \"path\": \"*/servers/detail\", \"errors\": { \"403\": 1.0 } } ] },");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = await IdsAsync(emulator);
        var lines = new List<string>();

        List<PasswordResult> results = await GetAsync(session, ids, trace: line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });

        Assert.Equal(ids, results.Select(result => result.Server.Id));
        Assert.Equal(60, (await emulator.CountersAsync()).Count("GET", Details));
        Assert.Single(lines, line => line.StartsWith("Requesting each server singly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ID_that_comes_twice_gets_two_results()
    {
        using EmulatorProcess emulator = await StartAsync(40);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string[] ids = await IdsAsync(emulator);
        ids = ids.Concat(ids).ToArray();

        List<PasswordResult> results = await GetAsync(session, ids);

        Assert.Equal(ids, results.Select(result => result.Server.Id));
    }

    private static Task<EmulatorProcess> StartAsync(int count, string more = "") => EmulatorProcess.StartAsync(Scenarios.Small(
        $$"""{ "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Windows", "count": {{count}} }""", more));

    private static async Task<string[]> IdsAsync(EmulatorProcess emulator) =>
        [.. (await emulator.ServersAsync()).Select(server => server.Id)];

    private static async Task<List<PasswordResult>> GetAsync(
        Session session, string[] ids, int throttle = Throttle, Action<string>? trace = null)
    {
        var context = new CallContext(CancellationToken.None, trace, throttle);
        List<ServerOutcome<PasswordResult>> outcomes =
            await session.Flow(context: context, throttle: throttle).RunAsync(ids.Select(id => new ServerTarget(session, id)));
        return [.. outcomes.Select(outcome => outcome.Result!)];
    }
}
