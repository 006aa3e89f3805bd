using System;
using System.Net;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>A proxy that answers in the cloud's place.</summary>
public class ProxyTests
{
    private const string Html = "<html><body><h1>Access denied</h1>\u001b[31mAsk your administrator</body></html>";

    // .NET Framework and Mono give what a proxy says as if the server had said it.
#if NETFRAMEWORK
    private static bool PassesOnAnswersOfProxies => true;
#else
    private static bool PassesOnAnswersOfProxies => false;
#endif

    [Theory]
    [InlineData(403, OtcError.PermissionDenied)]
    [InlineData(407, OtcError.NetworkFailure)]
    [InlineData(502, OtcError.ServiceUnavailable)]
    [InlineData(302, OtcError.UnexpectedResponse)]
    public async Task HTML_instead_of_a_tunnel_ends_the_sign_in(int status, OtcError asAnAnswer)
    {
        OtcError error = PassesOnAnswersOfProxies ? asAnAnswer : OtcError.NetworkFailure;
        using var proxy = new CannedServer(status, Html, "Content-Type: text/html\r\nLocation: http://127.0.0.1:9/\r\n");

        await HostileCloud.FailsAsync(error, () => ThroughAsync(proxy));

        AssertOnlyTunnelsAskedFor(proxy);
    }

    [Fact]
    public async Task HTML_in_the_tunnel_is_no_TLS()
    {
        using var proxy = new CannedServer(200, Html, "Content-Type: text/html\r\n");

        await HostileCloud.FailsAsync(OtcError.TlsFailure, () => ThroughAsync(proxy));

        AssertOnlyTunnelsAskedFor(proxy);
    }

    [Fact]
    public async Task What_is_not_encrypted_goes_through_no_proxy()
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

    private static void AssertOnlyTunnelsAskedFor(CannedServer proxy)
    {
        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, head => Assert.StartsWith("CONNECT iam.eu-de.otc.t-systems.com:443 ", head));
        Assert.Empty(proxy.SignIns);
    }
}
