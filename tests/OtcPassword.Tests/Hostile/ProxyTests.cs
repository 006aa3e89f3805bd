using System.Net;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>A proxy that responds in place of the cloud.</summary>
public class ProxyTests
{
    private const string Html = "<html><body><h1>Access denied</h1>\u001b[31mAsk your administrator</body></html>";

    // .NET Framework and Mono return the response of a proxy as if it were that of the server.
#if NETFRAMEWORK
    private static bool ReturnsResponsesOfProxies => true;
#else
    private static bool ReturnsResponsesOfProxies => false;
#endif

    [Theory]
    [InlineData(403, OtcError.PermissionDenied)]
    [InlineData(407, OtcError.NetworkFailure)]
    [InlineData(502, OtcError.ServiceUnavailable)]
    [InlineData(302, OtcError.UnexpectedResponse)]
    public async Task HTML_response_to_CONNECT_ends_the_sign_in(int status, OtcError asResponse)
    {
        OtcError error = ReturnsResponsesOfProxies ? asResponse : OtcError.NetworkFailure;
        using var proxy = new CannedServer(status, Html, "Content-Type: text/html\r\nLocation: http://127.0.0.1:9/\r\n");

        await HostileCloud.FailsAsync(error, () => ThroughAsync(proxy));

        AssertOnlyConnectRequests(proxy);
    }

    [Fact]
    public async Task HTML_in_the_tunnel_is_a_TLS_failure()
    {
        using var proxy = new CannedServer(200, Html, "Content-Type: text/html\r\n");

        await HostileCloud.FailsAsync(OtcError.TlsFailure, () => ThroughAsync(proxy));

        AssertOnlyConnectRequests(proxy);
    }

    [Fact]
    public async Task Unencrypted_request_does_not_use_the_proxy()
    {
        using var proxy = new CannedServer(200, Html);
        using var server = new CannedServer(200, """{"password": "x"}""");
        using Session session = await Session.ConnectAsync(
            new SessionOptions(server.Url, HostileCloud.Options(server.Url).Credential) { Region = "eu-de", Proxy = new WebProxy(proxy.Url) },
            TestSession.Context);

        Assert.Equal("x", await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Empty(proxy.Requests);
        Assert.Empty(proxy.SignIns);
    }

    private static Task<Session> ThroughAsync(CannedServer proxy)
    {
        var cloud = new Uri("https://iam.eu-de.otc.t-systems.com/v3");
        return Session.ConnectAsync(
            new SessionOptions(cloud, HostileCloud.Options(cloud).Credential) { Proxy = new WebProxy(proxy.Url) }, TestSession.Context);
    }

    private static void AssertOnlyConnectRequests(CannedServer proxy)
    {
        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, head => Assert.StartsWith("CONNECT iam.eu-de.otc.t-systems.com:443 ", head));
        Assert.Empty(proxy.SignIns);
    }
}
