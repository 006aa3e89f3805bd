using System.Diagnostics;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using OtcPassword.Tests.Hostile;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

/// <summary>The passwords of many servers under difficult conditions.</summary>
public class FleetTests
{
    private const string PasswordPath = "/v2.1/{project}/servers/{id}/os-server-password";
    private const int Throttle = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_server_gets_its_password_once_and_in_order_despite_faults(bool byId)
    {
        // Mono decrypts with managed code, which takes all processors and delays the other tests for seconds.
        int count = LongTests.Enabled ? 5000 : LongTests.IsMono ? 200 : 300;
        using EmulatorProcess emulator = await StartAsync(
            $$"""{ "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": {{count}} }""",
            """
            "faults": { "seed": 11, "rules": [
              { "service": "ecs", "latencyMs": 5, "latencyJitterMs": 75, "errors": { "503": 0.05, "429": 0.05 }, "resets": 0.05, "cutBodies": 0.02 }
            ] },
            """);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        Dictionary<string, string?> truth = (await emulator.ServersAsync()).ToDictionary(server => server.Id, server => server.Password);
        var context = new CallContext(CancellationToken.None, null, Throttle);
        List<Server> servers = await session.Ecs().ListAsync(context);

        using KeyRing keys = emulator.Ready.Keys();

        // Not by a short lifetime: on a slow computer a token could expire before the service sees it. Early, because the
        // requests are far ahead of a slow decryption.
        IEnumerable<ServerTarget> targets = byId ? servers.Select(server => new ServerTarget(session, server.Id)) : Targets(session, servers);
        List<ServerOutcome<PasswordResult>> outcomes = await session.Flow(keys, context, Throttle).RunAsync(
            targets, done => done == 10 ? emulator.ExpireTokensAsync() : Task.CompletedTask);
        PasswordResult[] results = [.. outcomes.Select(outcome => outcome.Result!)];

        Assert.Equal(servers.Select(server => server.Id), results.Select(result => result.Server.Id));
        Assert.Equal(truth.Keys.OrderBy(id => id, StringComparer.Ordinal), results.Select(result => result.Server.Id).OrderBy(id => id, StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal(truth[result.Server.Id], result.Password.Text()));
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.True(counters.MaxInFlight <= Throttle, $"{counters.MaxInFlight} requests at once.");
        Assert.All(["error", "reset", "cut"], fault => Assert.True(counters.Faults[fault] > 0, fault));
        Assert.True(counters.SignIns > 1, "No token was renewed.");
    }

    [Fact]
    public async Task Same_seed_causes_the_same_faults()
    {
        // Each failed attempt is followed by another one, so the faults of a server are those of its first attempts.
        const string Faults = """{ "seed": 5, "rules": [ { "path": "*/os-server-password", "errors": { "503": 0.2 } } ] }""";
        using EmulatorProcess emulator = await StartAsync(
            """{ "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 60 }""");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        List<Server> servers = await session.Ecs().ListAsync();
        var attempts = new List<string>();
        for (int run = 0; run < 2; run++)
        {
            await emulator.SetFaultsAsync(Faults);
            await emulator.ResetCountersAsync();
            int throttle = run == 0 ? 4 : Throttle;
            await session.Flow(context: new CallContext(CancellationToken.None, null, throttle), throttle: throttle).RunAsync(Targets(session, servers));
            EmulatorCounters counters = await emulator.CountersAsync();
            attempts.Add(string.Join(" ", servers.Select(server => counters.PasswordRequests[server.Id].Length))
                + $" {counters.Count("GET", PasswordPath, 503)} {counters.Faults["error"]}");
        }

        Assert.Equal(attempts[0], attempts[1]);
        Assert.DoesNotMatch(" 0$", attempts[0]);
    }

    [Fact]
    public async Task Waiting_gets_each_password_with_one_request_per_server_and_interval()
    {
        // Within one minute of the emulator's clock, which is ten times as fast as real time.
        int count = LongTests.Enabled ? 200 : 60;
        TimeSpan interval = TimeSpan.FromSeconds(1);
        using EmulatorProcess emulator = await StartAsync(
            $$"""
            { "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": {{count}}, "ageMinutes": 0, "ageStepSeconds": 0,
              "passwordDelaySeconds": 5, "passwordDelayJitterSeconds": 60 }
            """,
            """
            "settings": { "clockSpeed": 10 },
            """);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        var context = new CallContext(CancellationToken.None, null, Throttle);
        List<Server> servers = await session.Ecs().ListAsync(context);
        using KeyRing keys = emulator.Ready.Keys();
        var deadline = new PasswordDeadline(TimeSpan.FromMinutes(2), interval);

        PasswordResult[] results = [.. (await session.Flow(keys, context, Throttle, deadline).RunAsync(Targets(session, servers)))
            .Select(outcome => outcome.Result!)];

        Dictionary<string, string?> truth = (await emulator.ServersAsync()).ToDictionary(server => server.Id, server => server.Password);
        Assert.All(results, result => Assert.Equal(truth[result.Server.Id], result.Password.Text()));
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.True(counters.MaxInFlight <= Throttle, $"{counters.MaxInFlight} requests at once.");
        Assert.Contains(counters.PasswordRequests.Values, times => times.Length > 1);
        Assert.Equal(0, counters.Count("GET", "/v2.1/{project}/servers/{id}"));

        // The time between sending and counting a request varies on a busy computer.
        double shortest = interval.TotalSeconds * 0.5;
        Assert.All(counters.PasswordRequests.Values, times =>
            Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), distance => Assert.True(distance > shortest, $"{distance} s")));
    }

    [Fact]
    public async Task Waiting_times_out_with_an_error_that_names_the_server()
    {
        using EmulatorProcess emulator = await StartAsync(
            """{ "name": "late", "project": "eu-de_a", "keyPair": "KeyPair-a", "ageMinutes": 1 }""");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        Server server = (await session.Ecs().ListAsync())[0];

        Stopwatch clock = Stopwatch.StartNew();
        var deadline = new PasswordDeadline(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
        PasswordResult result = await session.GetPasswordAsync(Targets(session, [server]).Single(), deadline: deadline);

        Assert.Equal(PasswordStatus.NotAvailable, result.Status);
        Assert.True(result.IsTimedOut);
        OtcException e = MissingPassword.TimedOut(server, deadline);
        Assert.Equal(OtcError.OperationTimeout, e.Error);
        Assert.Contains("late", e.Message, StringComparison.Ordinal);
        // The last request is sent when the timeout has passed, and not a minute later.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It took {clock.Elapsed}.");
        Assert.Equal(2, (await emulator.CountersAsync()).Count("GET", PasswordPath));
    }

    [Fact]
    public async Task Server_that_never_gets_a_password_is_not_waited_for()
    {
        using EmulatorProcess emulator = await StartAsync(
            """{ "name": "a", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Linux" }""");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        Server server = (await session.Ecs().ListAsync())[0];

        PasswordResult result = await session.GetPasswordAsync(
            Targets(session, [server]).Single(), deadline: new PasswordDeadline(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.1)));

        Assert.Equal(PasswordStatus.NotAvailable, result.Status);
        Assert.False(result.IsTimedOut);
        Assert.Equal(1, (await emulator.CountersAsync()).Count("GET", PasswordPath));
    }

    [Fact]
    public async Task Waiting_continues_after_temporary_failures()
    {
        using EmulatorProcess emulator = await StartAsync("""{ "name": "a", "project": "eu-de_a", "keyPair": "KeyPair-a" }""");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        Server server = (await session.Ecs().ListAsync())[0];
        await emulator.SetFaultsAsync(
            """{"rules": [{"path": "*/os-server-password", "errors": {"503": 1.0}, "sparesAfterAttempts": 8}]}""");

        PasswordResult result = await session.GetPasswordAsync(
            Targets(session, [server]).Single(),
            context: HostileCloud.Impatient,
            deadline: new PasswordDeadline(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.1)));

        Assert.Equal(PasswordStatus.Encrypted, result.Status);
        Assert.Equal(7, (await emulator.CountersAsync()).Count("GET", PasswordPath, 503));
    }

    [Theory]
    [InlineData(403, OtcError.PermissionDenied)]
    [InlineData(404, OtcError.ServerNotFound)]
    public async Task Waiting_ends_immediately_after_a_permanent_failure(int status, OtcError error)
    {
        using EmulatorProcess emulator = await StartAsync(
            """{ "name": "late", "project": "eu-de_a", "keyPair": "KeyPair-a", "ageMinutes": 1 }""");
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        Server server = (await session.Ecs().ListAsync())[0];
        await emulator.SetFaultsAsync($$"""{"rules": [{"path": "*/os-server-password", "errors": {"{{status}}": 1.0} } ] }""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.GetPasswordAsync(
            Targets(session, [server]).Single(), deadline: new PasswordDeadline(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.1))));

        Assert.Equal(error, e.Error);
        Assert.Equal(1, (await emulator.CountersAsync()).Count("GET", PasswordPath));
    }

    private static Task<EmulatorProcess> StartAsync(string servers, string more = "") =>
        EmulatorProcess.StartAsync(Scenarios.Small(servers, more));

    private static IEnumerable<ServerTarget> Targets(Session session, IEnumerable<Server> servers) =>
        servers.Select(server => new ServerTarget(session, server.Id, server.Name, server));
}
