using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>A cloud that redirects requests to another host, which must get neither the token nor the password.</summary>
public class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Request_does_not_follow_a_redirect_to_another_host(int status)
    {
        using var other = new CannedServer(200, """{"password": "x"}""");
        using var server = new CannedServer(status, "", $"Location: {other.Url}steal\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
        await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => session.Bms().ClearPasswordAsync(HostileCloud.Id, TestSession.Context));
        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Ecs().ListAsync());
        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.KeyPairs().ListAsync(TestSession.Context));

        Assert.Equal(4, server.Requests.Count);
        Assert.Empty(other.Requests);
        Assert.Empty(other.SignIns);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Sign_in_does_not_follow_a_redirect_to_another_host(int status)
    {
        using var other = new CannedServer(200, "");
        byte[] redirect = CannedServer.Answer(status, "", $"Location: {other.Url}v3/auth/tokens\r\n");
        using var server = new CannedServer(200, "") { SignIn = (_, stream) => stream.WriteAsync(redirect, 0, redirect.Length) };

        OtcException e = await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ConnectAsync(server));

        Assert.Contains("Redirects are not followed", e.RecommendedAction);
        Assert.Contains(HostileCloud.Password, Assert.Single(server.SignIns), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Empty(other.SignIns);
    }
}
