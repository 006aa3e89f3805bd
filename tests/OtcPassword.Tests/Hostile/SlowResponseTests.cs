using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>A server that sends its response one byte at a time, without end: each byte looks like progress.</summary>
public class SlowResponseTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nX-Filler: ";
    private const string Body = "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n{\"password\": \"";
    private const string Chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Nothing = "";

    [Theory]
    [InlineData(Head, "x")]
    [InlineData(Body, "x")]
    [InlineData(Chunks, "1\r\nx\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData(Nothing, "")]
    public async Task Slow_sign_in_times_out_after_its_only_attempt(string head, string piece)
    {
        using var server = new CannedServer(200, "") { SignIn = (_, stream) => TrickleAsync(stream, head, piece) };

        await HostileCloud.FailsAsync(OtcError.OperationTimeout, () => HostileCloud.ConnectAsync(server, HostileCloud.Hurried()));

        Assert.Single(server.SignIns);
    }

    [Theory]
    [InlineData(Head, "x")]
    [InlineData(Body, "x")]
    [InlineData(Chunks, "1\r\nx\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData(Nothing, "")]
    public async Task Slow_response_times_out_after_the_time_limit_of_all_attempts(string head, string piece)
    {
        using var server = new CannedServer((_, stream) => TrickleAsync(stream, head, piece));
        using Session session = await HostileCloud.ConnectAsync(server);
        var said = new ConcurrentQueue<string>();

        await HostileCloud.FailsAsync(
            OtcError.OperationTimeout, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, HostileCloud.Hurried(said.Enqueue)));

        // The messages name each attempt. On a busy computer, an attempt can time out before it reaches the server; on Mono,
        // whose thread pool can stop for seconds, all of them.
        Assert.InRange(said.Count(line => line.Contains("Retrying", StringComparison.Ordinal)), 1, 11);
        Assert.InRange(server.Requests.Count, LongTests.IsMono ? 0 : 1, 12);
    }

    [Theory]
    [InlineData(Head, "x")]
    [InlineData(Body, "x")]
    public async Task Slow_request_ends_immediately_when_it_is_canceled(string head, string piece)
    {
        using var server = new CannedServer((_, stream) => TrickleAsync(stream, head, piece));
        using Session session = await HostileCloud.ConnectAsync(server);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Stopwatch clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.Ecs().GetPasswordAsync(HostileCloud.Id, new CallContext(cancel.Token)));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void Deadlines_are_those_of_the_documentation()
    {
        RequestDeadlines deadlines = new CallContext(CancellationToken.None).Deadlines;

        Assert.Equal(TimeSpan.FromSeconds(15), deadlines.Connect);
        Assert.Equal(TimeSpan.FromSeconds(60), deadlines.Attempt);
        Assert.Equal(TimeSpan.FromMinutes(5), deadlines.Retries);
        Assert.Equal(TimeSpan.FromMinutes(2), deadlines.Renewal);
        Assert.Equal(TimeSpan.FromSeconds(15), deadlines.SignOut);
    }

    [Theory]
    [InlineData("2000000000")]
    [InlineData("99999999999999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Retry_after_of_years_fails_only_the_throttled_request(string retryAfter)
    {
        int asked = 0;
        using var server = new CannedServer(_ => Interlocked.Increment(ref asked) == 1
            ? CannedServer.Answer(429, "", $"Retry-After: {retryAfter}\r\n")
            : CannedServer.Answer(200, """{"password": "x"}"""));
        using Session session = await HostileCloud.ConnectAsync(server);
        using var patience = new CancellationTokenSource(HostileCloud.Patience);
        var context = new CallContext(patience.Token);

        // An invalid Retry-After is ignored, and the request is retried.
        try
        {
            await session.Ecs().GetPasswordAsync(HostileCloud.Id, context);
            Assert.Equal("99999999999999999999", retryAfter);
        }
        catch (OtcException e)
        {
            Assert.Equal(OtcError.Throttled, e.Error);
        }

        Assert.Equal("x", await session.Ecs().GetPasswordAsync(HostileCloud.Id, context));
    }

    private static async Task TrickleAsync(Stream stream, string head, string piece)
    {
        try
        {
            byte[] bytes = Encoding.ASCII.GetBytes(head);
            for (int i = 0; i < bytes.Length; i++)
            {
                await stream.WriteAsync(bytes, i, 1);
            }

            bytes = Encoding.ASCII.GetBytes(piece);
            for (int i = 0; i < 600; i++)
            {
                await stream.WriteAsync(bytes, 0, bytes.Length);
                await Task.Delay(50);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client closed the connection.
        }
    }
}
