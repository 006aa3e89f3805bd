using System.Collections.Concurrent;
using System.Diagnostics;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.Transport;

/// <summary>Connections, requests, and sign-outs that would take too long.</summary>
public class DeadlineTests
{
    [Fact]
    public async Task Connection_that_times_out_is_retried_three_times_like_a_refused_one()
    {
        using var silent = new SilentListener();
        var said = new ConcurrentQueue<string>();
        var context = new CallContext(CancellationToken.None, said.Enqueue)
        {
            Deadlines = new RequestDeadlines { Connect = TimeSpan.FromSeconds(0.3) },
        };

        // A sign-in, which is retried only because nothing was sent.
        OtcException e = await HostileCloud.FailsAsync(
            OtcError.NetworkFailure, () => Session.ConnectAsync(HostileCloud.Options(silent.Url), context));

        Assert.Equal(3, said.Count(line => line.Contains("Retrying")));
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task Request_and_all_its_renewals_have_one_deadline()
    {
        // A cloud in which each list and each sign-in is slow, and each token but the first has expired when it arrives.
        CannedServer? server = null;
        int signIns = 0;
        using CannedServer owned = server = new CannedServer(async (_, stream) =>
        {
            await Task.Delay(500);
            await CannedServer.WriteAsync(stream, CannedServer.Answer(401, ""));
        })
        {
            SignIn = async (_, stream) =>
            {
                await Task.Delay(Interlocked.Increment(ref signIns) == 1 ? 0 : 500);
                await CannedServer.WriteAsync(stream, server!.TokenResponse(
                    token: $"token-{signIns}", expires: Time(signIns == 1 ? 3600 : 0), issued: Time(0)));
            },
        };
        using Session session = await HostileCloud.ConnectAsync(server);
        var context = new CallContext(CancellationToken.None)
        {
            Deadlines = new RequestDeadlines { Attempt = HostileCloud.Patience, Retries = TimeSpan.FromSeconds(1) },
        };

        await Assert.ThrowsAsync<OtcException>(() => session.KeyPairs().ListAsync(context));

        Assert.InRange(server.Requests.Count, 1, 2);
        Assert.InRange(signIns, 1, 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Sign_out_sends_one_request_and_ends(int status)
    {
        using var server = new CannedServer(async (_, stream) =>
        {
            await (status == 0 ? Task.Delay(HostileCloud.Patience) : CannedServer.WriteAsync(stream, CannedServer.Answer(status, "")));
        });
        using Session session = await HostileCloud.ConnectAsync(server);
        var context = new CallContext(CancellationToken.None)
        {
            Deadlines = new RequestDeadlines { SignOut = TimeSpan.FromSeconds(status == 0 ? 0.5 : 15) },
        };
        Stopwatch clock = Stopwatch.StartNew();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.DisconnectAsync(context));

        Assert.Equal(
            status switch { 0 => OtcError.OperationTimeout, 503 => OtcError.ServiceUnavailable, _ => OtcError.Throttled }, e.Error);
        Assert.Single(server.Requests);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        Assert.True(session.IsSignedOut);
    }

    [Fact]
    public async Task Sign_out_without_a_connection_is_not_retried()
    {
        using var server = new CannedServer(200, "");
        using Session session = await HostileCloud.ConnectAsync(server);
        server.Dispose();
        var said = new ConcurrentQueue<string>();

        await HostileCloud.FailsAsync(
            OtcError.NetworkFailure, () => session.DisconnectAsync(new CallContext(CancellationToken.None, said.Enqueue)));

        Assert.Empty(said);
    }

    private static string Time(int seconds) =>
        DateTime.UtcNow.AddSeconds(seconds).ToString("s", System.Globalization.CultureInfo.InvariantCulture) + "Z";
}
