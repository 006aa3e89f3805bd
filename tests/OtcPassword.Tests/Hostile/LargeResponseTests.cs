using System.IO.Compression;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Responses that are meant to use up the memory of the client.</summary>
public class LargeResponseTests
{
    private const long Limit = 4L << 20;
    private const long ListLimit = 64L << 20;

    // The bytes that the buffers of two sockets accept in addition to the bytes that the client reads.
    private const long Slack = 24L << 20;

    private static readonly string Piece = new(' ', 64 * 1024);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", false)]
    [InlineData("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n", true)]
    [InlineData("HTTP/1.1 401 No\r\nConnection: close\r\n\r\n", false)]
    public async Task Endless_body_is_read_only_up_to_the_limit(string head, bool isChunked)
    {
        var endless = new EndlessResponse(head, isChunked ? EndlessResponse.Chunk(Piece) : Piece);
        using var server = new CannedServer(endless.WriteAsync);
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Contains("maximum of 4194304 bytes", e.Message);
        Assert.InRange(await SentAsync(endless), 0, Limit + Slack);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Response_of_the_maximum_size_is_accepted(bool isAnnounced)
    {
        byte[] body = Encoding.ASCII.GetBytes("""{"password": "x"}""".PadRight((int)Limit));
        byte[] head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nConnection: close\r\n{(isAnnounced ? $"Content-Length: {body.Length}\r\n" : "")}\r\n");
        using var server = new CannedServer(_ => [.. head, .. body]);
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal("x", await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
    }

    [Fact]
    public async Task Endless_response_to_a_sign_in_is_read_only_up_to_the_limit()
    {
        var endless = new EndlessResponse(
            "HTTP/1.1 201 Created\r\nX-Subject-Token: t\r\nTransfer-Encoding: chunked\r\n\r\n", EndlessResponse.Chunk(Piece));
        using var server = new CannedServer(200, "") { SignIn = endless.WriteAsync };

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ConnectAsync(server));

        Assert.InRange(await SentAsync(endless), 0, Limit + Slack);
    }

    [Fact]
    public async Task Endless_list_is_read_only_up_to_its_larger_limit()
    {
        var endless = new EndlessResponse("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", Piece);
        using var server = new CannedServer(endless.WriteAsync);
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Bms().ListAsync());

        Assert.InRange(await SentAsync(endless), 0, ListLimit + Slack);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Filler: 0123456789012345678901234567890123456789\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Filler: ", "01234567890123456789012345678901234567890123456789")]
    [InlineData("HTTP/1.1 200 ", "OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK ")]
    public async Task Endless_headers_are_rejected(string head, string piece)
    {
        var endless = new EndlessResponse(head, piece);
        using var server = new CannedServer(endless.WriteAsync);
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(
            HostileCloud.NoHttp, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, HostileCloud.Impatient));

        Assert.InRange(await SentAsync(endless), 0, Slack);
    }

    [Fact]
    public async Task Gzip_bomb_is_not_decompressed()
    {
        byte[] bomb = Packed(256 << 20);
        using var server = new CannedServer(_ => CannedServer.Answer(200, bomb, "Content-Encoding: gzip\r\n"));
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Ecs().ListAsync());

        Assert.All(server.Requests, head => Assert.DoesNotContain("Accept-Encoding", head, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("{\"servers\": [{\"id\": \"a\"}", ",{\"id\":\"a\"}", "]}")]
    [InlineData("{\"servers\": [{}", ",{}", "]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\"}], \"servers_links\": [{}", ",{}", "]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"addresses\": {\"n\": [{\"addr\":\"1\"}", ",{\"addr\":\"1\"}", "]}}]}")]
    public async Task Page_with_a_million_entries_is_rejected(string before, string entry, string after)
    {
        byte[] answer = CannedServer.Answer(200, Encoding.ASCII.GetBytes(Repeated(before, entry, 1_000_000, after)));
        using var server = new CannedServer(_ => answer);
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Ecs().ListAsync());

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"metadata\": [0", ",0", "]}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"metadata\": {\"x\": \"y\"", ",\"x\":\"y\"", "}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"addresses\": {\"n\": [0", ",0", "]}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"unknown\": [0", ",0", "]}]}")]
    public async Task Unused_fields_with_a_million_values_are_skipped(string before, string value, string after)
    {
        byte[] answer = CannedServer.Answer(200, Encoding.ASCII.GetBytes(Repeated(before, value, 1_000_000, after)));
        using var server = new CannedServer(
            head => head.Contains("marker") ? CannedServer.Answer(200, """{"servers": []}""") : answer);
        using Session session = await HostileCloud.ConnectAsync(server);

        Server found = Assert.Single(await session.Ecs().ListAsync());

        Assert.Equal((0, null), (found.Addresses.Count, found.OsType));
    }

    [Fact]
    public async Task Page_of_10000_servers_is_accepted()
    {
        string body = Repeated("{\"servers\": [{\"id\": \"a\"}", ",{\"id\": \"b\"}", 9_999, "]}");
        using var server = new CannedServer(
            head => CannedServer.Answer(200, head.Contains("marker") ? """{"servers": []}""" : body));
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal(10_000, (await session.Ecs().ListAsync()).Count);
    }

    private static string Repeated(string before, string piece, int count, string after) =>
        new StringBuilder(before).Insert(before.Length, piece, count).Append(after).ToString();

    private static async Task<long> SentAsync(EndlessResponse endless)
    {
        Task finished = await Task.WhenAny(endless.Sent, Task.Delay(HostileCloud.Patience, TestContext.Current.CancellationToken));
        Assert.True(finished == endless.Sent, "The connection is still open.");
        return await endless.Sent;
    }

    private static byte[] Packed(int size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < size >> 20; i++)
            {
                gzip.Write(zeros, 0, zeros.Length);
            }
        }

        return packed.ToArray();
    }
}
