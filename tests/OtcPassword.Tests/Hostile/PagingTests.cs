using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Lists that lead nowhere.</summary>
public class PagingTests
{
    [Fact]
    public async Task A_next_link_to_another_host_is_not_followed()
    {
        using var other = new CannedServer(200, """{"servers": []}""");
        using var server = new CannedServer(head => CannedServer.Answer(
            200, head.Contains("marker=a") ? """{"servers": []}""" : Page("a", other.Url.AbsoluteUri)));
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal("a", Assert.Single(await HostileCloud.ListAsync(session.Ecs())).Id);

        Assert.Equal(2, server.Requests.Count);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(ServerKind.Ecs)]
    [InlineData(ServerKind.Bms)]
    public async Task The_same_page_again_is_the_end_of_it(ServerKind kind)
    {
        using var server = new CannedServer(200, Page("a", "http://127.0.0.1/"));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => HostileCloud.ListAsync(session.Service(kind)));

        Assert.Contains("contains the same page more than once", e.Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(ServerKind.Ecs)]
    [InlineData(ServerKind.Bms)]
    public async Task A_list_without_an_end_is_given_up(ServerKind kind)
    {
        int page = 0;
        using var server = new CannedServer(_ => CannedServer.Answer(200, Page($"s{Interlocked.Increment(ref page)}", "x")));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => HostileCloud.ListAsync(session.Service(kind)));

        Assert.Contains("exceeds the maximum", e.Message);
        Assert.Equal(2001, server.Requests.Count);
    }

    [Fact]
    public async Task The_marker_of_the_next_page_cannot_break_out_of_its_place()
    {
        const string Hostile = "../..\\r\\nX-Evil: 1&limit=1#/?%2f ü";
        using var server = new CannedServer(head => CannedServer.Answer(
            200, head.Contains("marker=") ? """{"servers": []}""" : Page(Hostile, "x")));
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.ListAsync(session.Ecs());

        string head = server.Requests.Last();
        Assert.Matches(new Regex(@"^GET /v2\.1/p/servers/detail\?limit=500&not-tags=__type_baremetal&marker=[A-Za-z0-9%._:-]+ HTTP/1\.1\r\n"), head);
        Assert.DoesNotContain("\nX-Evil", head);
    }

    [Fact]
    public async Task An_id_that_no_address_has_room_for_is_none()
    {
        using var server = new CannedServer(200, Page(new string('a', 100_000), "x"));
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ListAsync(session.Ecs()));

        Assert.Single(server.Requests);
    }

    private static string Page(string id, string next) =>
        $$"""{"servers": [{"id": "{{id}}", "name": "n"}], "servers_links": [{"rel": "next", "href": "{{next}}"}]}""";
}
