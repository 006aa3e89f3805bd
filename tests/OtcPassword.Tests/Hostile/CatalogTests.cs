using OtcPassword.Client;
using OtcPassword.Client.Identity;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Malicious service catalogs.</summary>
public class CatalogTests
{
    [Theory]
    [InlineData("http://ecs.eu-de.otc.t-systems.com/v2.1/p")]
    [InlineData("http://192.0.2.1/v2.1/p")]
    [InlineData("http://127.0.0.1.example.com/v2.1/p")]
    [InlineData("ftp://127.0.0.1/v2.1/p")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@ecs.eu-de.otc.t-systems.com/v2.1/p")]
    [InlineData("https://ecs.eu-de.otc.t-systems.com/v2.1/p?token=")]
    [InlineData("/v2.1/p")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://a b/")]
    [InlineData("\\u001b[2Jhttps")]
    public async Task Endpoint_without_a_valid_HTTPS_URL_is_rejected(string url)
    {
        using CannedServer server = Leading(url);

        OtcException e = await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () => HostileCloud.ConnectAsync(server));

        Assert.Contains("compute", e.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Endpoint_of_60000_characters_is_rejected()
    {
        using CannedServer server = Leading($"https://ecs.eu-de.otc.t-systems.com/{new string('a', 60_000)}");

        await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () => HostileCloud.ConnectAsync(server));
    }

    // The identity service has the password anyway, so the endpoints in its catalog are trusted, but only with HTTPS.
    [Fact]
    public async Task Endpoint_in_another_domain_gets_the_token_only_with_a_valid_certificate()
    {
        using var other = new CannedServer(200, """{"password": "x"}""") { Certificate = TestCertificates.Load("self-signed") };
        using CannedServer server = Leading($"{other.Url}v2.1/p");
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal(other.Port, session.EcsEndpoint!.Port);
        await HostileCloud.FailsAsync(
            OtcError.TlsFailure, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Empty(other.Requests);
    }

    [Fact]
    public void Remote_cloud_cannot_send_the_token_to_an_HTTP_endpoint_of_this_computer()
    {
        var endpoint = new CatalogEndpoint { Interface = "public", Region = "eu-de", Url = "http://127.0.0.1:8774/v2.1/p" };
        var catalog = new EndpointLocator(
            [new CatalogService { Type = "compute", Endpoints = [endpoint] }],
            HostileCloud.Options(new Uri("https://iam.eu-de.otc.t-systems.com/v3")));

        OtcException e = Assert.Throws<OtcException>(() => catalog.Find("compute", "ecs", null, "eu-de"));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{ "type": "compute", "endpoints": [null] }""")]
    [InlineData("""{ "type": "compute", "endpoints": { "public": "https://192.0.2.1/" } }""")]
    [InlineData("""{ "type": 5 }""")]
    [InlineData("""{ "type": "compute", "endpoints": [{ "interface": "public", "region": "eu-de", "url": 7 }] }""")]
    public async Task Malformed_catalog_is_an_unexpected_response(string catalog)
    {
        using CannedServer server = With(catalog);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ConnectAsync(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "type": "compute" }""")]
    [InlineData("""{ "type": "compute", "endpoints": null }""")]
    [InlineData("""{ "type": "compute", "endpoints": [{ "interface": "public", "region": "eu-de" }] }""")]
    public async Task Service_missing_from_the_catalog_fails_when_it_is_used(string catalog)
    {
        using CannedServer server = With(catalog);
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.ConfigurationInvalid, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Contains("-EcsEndpoint", e.RecommendedAction);
    }

    private static CannedServer Leading(string url) => With(
        $$"""{ "type": "compute", "endpoints": [{ "interface": "public", "region": "eu-de", "url": "{{url}}" }] }""");

    private static CannedServer With(string catalog)
    {
        CannedServer? server = null;
        server = new CannedServer(200, """{"password": "x"}""")
        {
            SignIn = (_, stream) =>
            {
                byte[] answer = server!.TokenResponse(catalog);
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        return server;
    }
}
