using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>Sessions whose token expires. Each test counts requests, and therefore starts its own emulator.</summary>
public class TokenRenewalTests
{
    private const string Tokens = "/v3/auth/tokens";

    [Fact]
    public async Task Concurrent_requests_with_a_rejected_token_sign_in_once()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(Scenarios.Small(""));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.ExpireTokensAsync();
        await emulator.ResetCountersAsync();

        await ListAsync(session, 64);

        Assert.Equal(1, (await emulator.CountersAsync()).SignIns);
    }

    [Fact]
    public async Task Fleet_whose_only_slot_is_taken_renews_its_token()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(Scenarios.Small(""));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.ExpireTokensAsync();
        await emulator.ResetCountersAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var context = new CallContext(patience.Token, maxRequests: 1);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => session.KeyPairs().ListAsync(context)));

        Assert.Equal(1, (await emulator.CountersAsync()).SignIns);
    }

    [Fact]
    public async Task Token_that_is_rejected_with_403_is_renewed_once()
    {
        CannedServer? server = null;
        int signIns = 0;
        using CannedServer owned = server = new CannedServer(head => head.Contains("token-2")
            ? CannedServer.Answer(200, """{"keypairs": []}""")
            : CannedServer.Answer(
                403, """{"error": {"code": 403, "message": "X-Auth-Token is invalid in the request", "title": "Forbidden"}}"""))
        {
            SignIn = (_, stream) =>
                CannedServer.WriteAsync(stream, server!.TokenResponse(token: $"token-{Interlocked.Increment(ref signIns)}")),
        };
        using Session session = await Hostile.HostileCloud.ConnectAsync(server);

        await ListAsync(session, 8);

        Assert.Equal(2, signIns);
    }

    [Fact]
    public async Task Token_that_is_always_rejected_with_403_is_an_authentication_failure()
    {
        using var server = new CannedServer(
            403, """{"error": {"code": 403, "message": "X-Auth-Token is invalid in the request", "title": "Forbidden"}}""");
        using Session session = await Hostile.HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ListAsync(session, 1));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
    }

    [Fact]
    public async Task Signing_out_with_a_dead_token_that_is_rejected_with_403_succeeds()
    {
        using var server = new CannedServer(
            403, """{"error": {"code": 403, "message": "X-Auth-Token is invalid in the request", "title": "Forbidden"}}""");
        using Session session = await Hostile.HostileCloud.ConnectAsync(server);

        Assert.Null(await Record.ExceptionAsync(() => session.DisconnectAsync(TestSession.Context)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Concurrent_requests_with_an_expired_token_sign_in_once()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(
            Scenarios.Small("", "\"settings\": {\"tokenLifetimeSeconds\": 2},"));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.SetSettingsAsync("""{"tokenLifetimeSeconds": 3600}""");
        await Task.Delay(2200, TestContext.Current.CancellationToken);
        await emulator.ResetCountersAsync();

        await ListAsync(session, 64);

        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(1, counters.SignIns);
        Assert.Equal(0, counters.Count("GET", "/v2.1/{project}/os-keypairs", 401));
    }

    [Fact]
    public async Task Short_lived_token_is_renewed_before_a_request_is_rejected()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(
            // The renewal must be faster than a tenth of the lifetime, also on a busy computer. Mono pauses its thread pool for seconds.
            Scenarios.Small("", $"\"settings\": {{\"tokenLifetimeSeconds\": {(LongTests.IsMono ? 60 : 20)}}},"));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        DateTimeOffset? first = session.ExpiresAt;

        while (session.ExpiresAt == first)
        {
            Assert.True(DateTimeOffset.UtcNow < first + TimeSpan.FromSeconds(30), "The token has expired and was not renewed.");
            await ListAsync(session, 2);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(0, counters.Count("GET", "/v2.1/{project}/os-keypairs", 401));
        Assert.Equal(2, counters.SignIns);
        Assert.True(session.ExpiresAt > first);
    }

    [Fact]
    public async Task Rejected_sign_in_is_not_repeated_for_each_request()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(Scenarios.Small(""));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.SetFaultsAsync("""{"rules": [{"path": "/v3/auth/tokens", "errors": {"401": 1}}]}""");
        await emulator.ExpireTokensAsync();
        await emulator.ResetCountersAsync();

        for (int i = 0; i < 10; i++)
        {
            OtcException e = await Assert.ThrowsAsync<OtcException>(() => ListAsync(session, 4));
            Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        }

        Assert.Equal(1, (await emulator.CountersAsync()).Count("POST", Tokens));
    }

    [Fact]
    public async Task Request_that_is_rejected_with_a_renewed_token_fails()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(Scenarios.Small(""));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.SetFaultsAsync("""{"rules": [{"path": "*/os-keypairs", "errors": {"401": 1}}]}""");
        await emulator.ResetCountersAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ListAsync(session, 1));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(2, counters.Count("GET", "/v2.1/{project}/os-keypairs", 401));
        Assert.Equal(1, counters.SignIns);
    }

    [Fact]
    public async Task Renewal_that_failed_temporarily_is_retried()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(Scenarios.Small(""));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.SetFaultsAsync(
            """{"rules": [{"path": "/v3/auth/tokens", "errors": {"503": 1}, "sparesAfterAttempts": 2}]}""");
        await emulator.ExpireTokensAsync();
        await emulator.ResetCountersAsync();

        await ListAsync(session, 4);

        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(1, counters.Count("POST", Tokens, 503));
        Assert.Equal(1, counters.SignIns);
    }

    [Fact]
    public async Task Valid_token_stays_in_use_while_its_renewal_fails()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(
            Scenarios.Small("", "\"settings\": {\"tokenLifetimeSeconds\": 24},"));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            await emulator.SetFaultsAsync("""{"rules": []}""");
            using Session session = await TestSession.ConnectAsync(emulator.Ready);
            await ListAsync(session, 8);
            await emulator.SetFaultsAsync("""{"rules": [{"path": "/v3/auth/tokens", "errors": {"503": 1}}]}""");
            await emulator.ResetCountersAsync();

            // The token is in the last tenth of its lifetime: its renewal is due, but the token is still valid.
            DateTimeOffset end = session.ExpiresAt!.Value;
            await DelayUntilAsync(end - TimeSpan.FromSeconds(2));
            Exception? failure = await Record.ExceptionAsync(async () =>
            {
                // The requests are sequential because concurrent requests would share one renewal.
                for (int i = 0; i < 6; i++)
                {
                    await ListAsync(session, 2);
                }
            });

            // If the machine is so busy that the token has expired meanwhile, the attempt proves nothing.
            if (DateTimeOffset.UtcNow < end)
            {
                Assert.Null(failure);
                Assert.Equal(1, (await emulator.CountersAsync()).Count("POST", Tokens, 503));
                return;
            }
        }

        Assert.Fail("In each attempt, the token expired before the requests ended.");
    }

    [Fact]
    public async Task Session_from_a_token_reports_that_the_token_expired()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(
            Scenarios.Small("", "\"settings\": {\"tokenLifetimeSeconds\": 6},"));
        using var wire = await Wire.SignedInAsync(emulator.Ready);
        using var credential = new TokenCredential(Secrets.Of(wire.Token!));
        using Session session = await Session.ConnectAsync(
            new SessionOptions(emulator.Ready.AuthUrl, credential), TestSession.Context);
        await DelayUntilAsync(session.ExpiresAt!.Value + TimeSpan.FromSeconds(2));
        await emulator.ResetCountersAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ListAsync(session, 1));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("expire", e.Message);
        Assert.Contains("-Token", e.Message);
        Assert.Equal(0, (await emulator.CountersAsync()).Total);
    }

    [Fact]
    public async Task Session_from_a_passcode_reports_why_it_cannot_be_renewed()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync();
        using var credential = new PasswordCredential("mfa", emulator.Ready.Domain, Secrets.Of("Emulator-2!")) { Passcode = "123456" };
        using Session session = await Session.ConnectAsync(
            new SessionOptions(emulator.Ready.AuthUrl, credential), TestSession.Context);
        await emulator.ExpireTokensAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ListAsync(session, 1));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("passcode", e.Message);
    }

    [Fact]
    public async Task Agency_session_renews_both_tokens()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync();
        using var credential = new PasswordCredential("partner", "OTC00000000001000000002", Secrets.Of("Emulator-5!"));
        var options = new SessionOptions(emulator.Ready.AuthUrl, credential)
        {
            ProjectName = "eu-de_web",
            Agency = new AgencyReference("password_agency", DomainReference.ByName(emulator.Ready.Domain)),
        };
        using Session session = await Session.ConnectAsync(options, TestSession.Context);
        await emulator.ExpireTokensAsync();
        await emulator.ResetCountersAsync();

        await ListAsync(session, 32);

        Assert.Equal(2, (await emulator.CountersAsync()).SignIns);
    }

    private static async Task DelayUntilAsync(DateTimeOffset time)
    {
        TimeSpan left = time - DateTimeOffset.UtcNow;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
    }

    private static async Task ListAsync(Session session, int calls)
    {
        IEnumerable<Task> all = Enumerable.Range(0, calls).Select(async _ =>
        {
            await Task.Yield();
            await session.KeyPairs().ListAsync(TestSession.Context);
        });
        await Task.WhenAll(all);
    }
}
