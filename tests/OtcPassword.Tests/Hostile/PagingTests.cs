using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Malicious lists.</summary>
public class PagingTests
{
    [Fact]
    public async Task Next_link_to_another_host_is_not_followed()
    {
        using var other = new CannedServer(200, """{"servers": []}""");
        using var server = new CannedServer(head => CannedServer.Answer(
            200, head.Contains("marker=a") ? """{"servers": []}""" : Page("a", other.Url.AbsoluteUri)));
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal("a", Assert.Single(await session.Ecs().ListAsync()).Id);

        Assert.Equal(2, server.Requests.Count);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("ECS")]
    [InlineData("BMS")]
    public async Task Repeated_page_ends_the_list_with_an_error(string kind)
    {
        using var server = new CannedServer(200, Page("a", "http://127.0.0.1/"));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Service(kind).ListAsync());

        Assert.Contains("contains the same page more than once", e.Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("ECS")]
    [InlineData("BMS")]
    public async Task Endless_list_ends_with_an_error_after_2000_pages(string kind)
    {
        int page = 0;
        using var server = new CannedServer(_ => CannedServer.Answer(200, Page($"s{Interlocked.Increment(ref page)}", "x")));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Service(kind).ListAsync());

        Assert.Contains("exceeds the maximum", e.Message);
        Assert.Equal(2001, server.Requests.Count);
    }

    [Fact]
    public async Task Marker_of_the_next_page_stays_a_query_value()
    {
        const string Hostile = "../..\\r\\nX-Evil: 1&limit=1#/?%2f ü";
        using var server = new CannedServer(head => CannedServer.Answer(
            200, head.Contains("marker=") ? """{"servers": []}""" : Page(Hostile, "x")));
        using Session session = await HostileCloud.ConnectAsync(server);

        await session.Ecs().ListAsync();

        string head = server.Requests.Last();
        Assert.Matches(new Regex(@"^GET /v2\.1/p/servers/detail\?limit=500&not-tags=__type_baremetal&marker=[A-Za-z0-9%._:-]+ HTTP/1\.1\r\n"), head);
        Assert.DoesNotContain("\nX-Evil", head);
    }

    [Fact]
    public async Task Server_ID_of_100000_characters_is_an_unexpected_response()
    {
        using var server = new CannedServer(200, Page(new string('a', 100_000), "x"));
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Ecs().ListAsync());

        Assert.Single(server.Requests);
    }

    private static string Page(string id, string next) =>
        $$"""{"servers": [{"id": "{{id}}", "name": "n"}], "servers_links": [{"rel": "next", "href": "{{next}}"}]}""";
}
