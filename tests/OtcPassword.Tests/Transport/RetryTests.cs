using System.Collections.Concurrent;
using System.Diagnostics;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class RetryTests
{
    private const string PasswordPath = "/v2.1/{project}/servers/{id}/os-server-password";

    [Theory]
    [InlineData("\"errors\": {\"503\": 1.0}", "503")]
    [InlineData("\"errors\": {\"500\": 1.0}", "500")]
    [InlineData("\"errors\": {\"502\": 1.0}", "502")]
    [InlineData("\"errors\": {\"504\": 1.0}", "504")]
    [InlineData("\"errors\": {\"408\": 1.0}", "408")]
    [InlineData("\"errors\": {\"429\": 1.0}, \"retryAfterSeconds\": 1", "429")]
    [InlineData("\"resets\": 1.0", "")]
    [InlineData("\"cutBodies\": 1.0", "")]
    public async Task Temporarily_failing_request_is_retried_with_a_message(string fault, string named)
    {
        using EmulatorProcess emulator = await StartAsync(1);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string id = (await emulator.ServersAsync())[0].Id;
        await emulator.SetFaultsAsync($$"""{"rules": [{"path": "*/os-server-password", {{fault}}, "sparesAfterAttempts": 2}]}""");
        var said = new ConcurrentQueue<string>();

        string? password = await session.Ecs().GetPasswordAsync(id, new CallContext(CancellationToken.None, said.Enqueue));

        Assert.NotNull(password);
        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.Equal(2, counters.Count("GET", PasswordPath));
        // .NET Framework retries a request on a reused connection by itself, without a message.
        Assert.True(named.Length == 0 || said.Any(line => line.Contains(named) && line.Contains("Retrying")));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    public async Task Request_that_cannot_succeed_is_not_retried(int status)
    {
        using EmulatorProcess emulator = await StartAsync(1);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string id = (await emulator.ServersAsync())[0].Id;
        await emulator.SetFaultsAsync($$"""{"rules": [{"path": "*/os-server-password", "errors": {"{{status}}": 1.0} } ] }""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(id, TestSession.Context));

        Assert.Equal(status, e.StatusCode);
        Assert.Equal(1, (await emulator.CountersAsync()).Count("GET", PasswordPath));
    }

    // The long Retry-After prevents retries, which are tested above.
    [Theory]
    [InlineData(408, "", true)]
    [InlineData(429, "", true)]
    [InlineData(500, "", true)]
    [InlineData(502, "<html></html>", true)]
    [InlineData(503, "", true)]
    [InlineData(504, "", true)]
    [InlineData(202, """{"error_code": "Common.0024", "error_msg": "Flow control."}""", true)]
    [InlineData(400, """{"error": {"code": "BMS.0212", "message": "Too many requests."}}""", true)]
    [InlineData(413, """{"overLimit": {"code": 413, "message": "This request was rate-limited."}}""", true)]
    [InlineData(301, "", false)]
    [InlineData(400, "", false)]
    [InlineData(401, "", false)]
    [InlineData(403, "", false)]
    [InlineData(404, """{"itemNotFound": {"code": 404, "message": "Instance x could not be found."}}""", false)]
    [InlineData(407, "", false)]
    [InlineData(409, "", false)]
    [InlineData(413, "", false)]
    [InlineData(501, "", false)]
    public async Task Response_determines_whether_the_failure_is_transient(int status, string body, bool expected)
    {
        using var server = new CannedServer(status, body, "Retry-After: 121\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Equal(expected, e.IsTransient);
        Assert.Equal(status == 401 ? 2 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task Gateway_timeout_of_a_long_list_leads_to_shorter_lists_before_it_is_retried()
    {
        using var server = new CannedServer(504, "");
        using Session session = await HostileCloud.ConnectAsync(server);
        using var cancel = new CancellationTokenSource();
        int shorter = 0;
        var context = new CallContext(cancel.Token, line =>
        {
            shorter += line.Contains("servers per page instead", StringComparison.Ordinal) ? 1 : 0;
            if (line.Contains("Retrying", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Ecs().ListAsync(context));

        Assert.InRange(shorter, 1, 20);
        Assert.Equal(shorter + 1, server.Requests.Count);
    }

    [Fact]
    public async Task Sign_in_that_got_a_response_is_not_retried()
    {
        using EmulatorProcess emulator = await StartAsync(1);
        await emulator.SetFaultsAsync("""{"rules": [{"service": "iam", "errors": {"503": 1.0}}]}""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => TestSession.ConnectAsync(emulator.Ready));

        Assert.Equal(OtcError.ServiceUnavailable, e.Error);
        Assert.Equal(1, (await emulator.CountersAsync()).Total);
    }

    [Fact]
    public void Sign_in_is_sent_again_only_if_nothing_was_sent_or_its_credential_was_renewed()
    {
        FailureKind[] retried = Retried(RequestKind.SignIn);

        Assert.Equal([FailureKind.NotConnected, FailureKind.CredentialRejected], retried);
    }

    [Fact]
    public void Sign_out_is_not_sent_again() => Assert.Empty(Retried(RequestKind.SignOut));

    [Fact]
    public void Request_is_sent_again_after_temporary_failures()
    {
        FailureKind[] retried = Retried(RequestKind.Idempotent);

        FailureKind[] expected =
        [
            FailureKind.NotConnected, FailureKind.ConnectionLost, FailureKind.TimedOut, FailureKind.Throttled, FailureKind.Unavailable,
            FailureKind.CredentialRejected, FailureKind.RenewalFailed,
        ];
        // As text, because Mono takes an array of the enumeration for one of its numbers.
        Assert.Equal(string.Join(" ", expected.OrderBy(kind => kind)), string.Join(" ", retried));
    }

    [Fact]
    public async Task Refused_connection_is_retried_three_times()
    {
        using var server = new CannedServer(200, "");
        Uri nobody = server.Url;
        server.Dispose();
        var said = new ConcurrentQueue<string>();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(
            HostileCloud.Options(nobody), new CallContext(CancellationToken.None, said.Enqueue)));

        Assert.Equal(OtcError.NetworkFailure, e.Error);
        Assert.Equal(3, said.Count(line => line.Contains("Retrying")));
    }

    [Fact]
    public async Task Throttled_requests_slow_down_and_succeed()
    {
        using EmulatorProcess emulator = await StartAsync(60);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        await emulator.SetFaultsAsync("""{"rules": [{"path": "*/os-server-password", "requestsPerSecond": 40, "burst": 5}]}""");
        var context = new CallContext(CancellationToken.None);

        string?[] passwords = await Task.WhenAll(
            (await emulator.ServersAsync()).Select(server => session.Ecs().GetPasswordAsync(server.Id, context)));

        Assert.All(passwords, Assert.NotNull);
        Assert.InRange((await emulator.CountersAsync()).Count("GET", PasswordPath, 429), 1, 300);
    }

    [Fact]
    public async Task Canceled_request_ends_immediately()
    {
        using EmulatorProcess emulator = await StartAsync(1);
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        string id = (await emulator.ServersAsync())[0].Id;
        await emulator.SetFaultsAsync("""{"rules": [{"path": "*/os-server-password", "slowBodies": 1.0, "slowBodyMs": 30000}]}""");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        Stopwatch clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.Ecs().GetPasswordAsync(id, new CallContext(cancel.Token)));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    // Final is the last one.
    private static FailureKind[] Retried(RequestKind request) => Array.FindAll(
        [.. Enumerable.Range(0, (int)FailureKind.Final + 1).Select(number => (FailureKind)number)],
        failure => RetryTable.MaxRetries(failure, request) > 0);

    private static Task<EmulatorProcess> StartAsync(int count) => EmulatorProcess.StartAsync(
        Scenarios.Small($$"""{ "name": "a-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": {{count}} }"""));
}
