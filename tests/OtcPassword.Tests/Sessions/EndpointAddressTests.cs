using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Sessions;

/// <summary>The URLs of services in the forms that clouds and users write them: each has one version and one project in the end.</summary>
public class EndpointAddressTests
{
    private const string Project = "9b7a5f2c4d1e4f6a8b0c2d4e6f8a0b1c";
    private const string Other = "11111111111111111111111111111111";

    /// <summary>What follows the version in service catalogs and in URLs that users copy.</summary>
    private static readonly string[] Ends =
    [
        "", "/", $"/{Project}", $"/{Project}/", $"/{Project.ToUpperInvariant()}", $"/{Other}", "/$(project_id)s", "/$(tenant_id)s",
        "/%(project_id)s", "/%(tenant_id)s", "/AUTH_%(tenant_id)s", "/$(tenant_id)s/", $"/{Project}/servers/detail",
        "/11111111-1111-1111-1111-111111111111",
    ];

    private static readonly string[] Prefixes =
        ["", "/compute", "/api/nova", "/v1", "/v3/compute", "/v2/compute", $"/v1/{Other}/compute", "/Compute", "/vault", "/my%20cloud"];

    public static TheoryData<string> Addresses => [.. Prefixes.SelectMany(prefix => Ends.Select(end => $"{prefix}|{end}"))];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Compute_URL_has_one_version_and_one_project(string address)
    {
        (string prefix, string end) = (address.Split('|')[0], address.Split('|')[1]);

        Assert.Equal($"https://host{prefix}/v2.1/{Project}", Compute($"https://host{prefix}/v2.1{end}"));
        Assert.Equal($"https://host{prefix}/v2/{Project}", Compute($"https://host{prefix}/v2{end}"));
        Assert.Equal($"https://host{prefix}/v2.1/{Project}", Compute($"https://host{prefix}/V2.1{end}"));
        Assert.Equal($"https://host:8774{prefix}/v1/{Project}", Bms($"https://host:8774{prefix}/v1{end}"));
        // A version that the service does not support is replaced.
        Assert.Equal($"https://host{prefix}/v2.1/{Project}", Compute($"https://host{prefix}/v1{end}"));
        Assert.Equal($"https://host{prefix}/v1/{Project}", Bms($"https://host{prefix}/v2.1{end}"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/compute", "/compute")]
    [InlineData("/compute/", "/compute")]
    [InlineData("/api/v2/compute", "/api/v2/compute")]
    [InlineData("/compute/$(project_id)s", "/compute")]
    [InlineData($"/compute/{Project}", "/compute")]
    [InlineData("/v2.1.2", "/v2.1.2")]
    [InlineData("/vnext", "/vnext")]
    public void URL_without_a_version_gets_it(string path, string prefix)
    {
        Assert.Equal($"https://host{prefix}/v2.1/{Project}", Compute($"https://host{path}"));
        Assert.Equal($"https://host{prefix}/v1/{Project}", Bms($"https://host{path}"));
    }

    [Theory]
    [InlineData("compute", "/compute/v2.1/compute")]
    [InlineData("v2", "/compute/v2.1/v2")]
    [InlineData("compute-1", "/compute/v2.1/compute-1")]
    public void Project_ID_can_look_like_another_segment(string project, string expected)
    {
        Assert.Equal($"https://host{expected}", EndpointAddress.ForProject(
            new Uri($"https://host/compute/v2.1/{project}"), project, "v2.1", "v2").AbsoluteUri);
    }

    [Theory]
    [InlineData("", "/v3")]
    [InlineData("/", "/v3")]
    [InlineData("/v3", "/v3")]
    [InlineData("/v3/", "/v3")]
    [InlineData("/V3", "/v3")]
    [InlineData("/v3.0", "/v3")]
    [InlineData("/v2.0", "/v3")]
    [InlineData("/v3/auth/tokens", "/v3")]
    [InlineData("/v3/auth", "/v3")]
    [InlineData("/v3/OS-FEDERATION/identity_providers", "/v3")]
    [InlineData("/identity", "/identity/v3")]
    [InlineData("/identity/", "/identity/v3")]
    [InlineData("/identity/v3", "/identity/v3")]
    [InlineData("/identity/v3/", "/identity/v3")]
    [InlineData("/identity/v3/auth/tokens", "/identity/v3")]
    [InlineData("/identity/v2.0", "/identity/v3")]
    [InlineData("/v3/identity", "/v3/identity/v3")]
    [InlineData("/v1/identity/v3/auth/tokens", "/v1/identity/v3")]
    [InlineData("/v3x/identity", "/v3x/identity/v3")]
    public void Identity_URL_ends_with_its_version(string path, string expected) =>
        Assert.Equal($"https://host{expected}", EndpointAddress.ForIdentity(new Uri($"https://host{path}")).AbsoluteUri);

    [Theory]
    [InlineData("compute/v2.1")]
    [InlineData("compute/v2.1/p")]
    [InlineData("compute/v2.1/$(project_id)s")]
    [InlineData("compute/v2.1/%(tenant_id)s")]
    [InlineData("compute")]
    public async Task Cloud_with_all_services_behind_one_host_works(string path)
    {
        CannedServer? server = null;
        using CannedServer owned = server = new CannedServer(200, """{"password": "x"}""")
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, server!.TokenResponse(
                $$"""{ "type": "compute", "endpoints": [{ "interface": "public", "region": "eu-de", "url": "{{server.Url}}{{path}}" }] }""")),
        };
        var credential = new PasswordCredential("u", "d", Secrets.Of("p"));
        using Session fromCatalog = await Session.ConnectAsync(
            new SessionOptions(new Uri(server.Url, "identity"), credential) { Region = "eu-de" }, TestSession.Context);
        using Session specified = await Session.ConnectAsync(
            new SessionOptions(new Uri(server.Url, "identity/v3"), credential) { Region = "eu-de", EcsEndpoint = new Uri(server.Url, path) },
            TestSession.Context);

        Assert.Equal("x", await fromCatalog.Ecs().GetPasswordAsync(Hostile.HostileCloud.Id, TestSession.Context));
        Assert.Equal("x", await specified.Ecs().GetPasswordAsync(Hostile.HostileCloud.Id, TestSession.Context));

        string expected = $"GET /compute/v2.1/p/servers/{Hostile.HostileCloud.Id}/os-server-password HTTP/1.1";
        Assert.Equal([expected, expected], server.Requests.Select(head => head.Split('\r')[0]));
        Assert.All(server.SignIns, head => Assert.StartsWith("POST /identity/v3/auth/tokens ", head));
    }

    private static string Compute(string address) =>
        EndpointAddress.ForProject(new Uri(address), Project, "v2.1", "v2").AbsoluteUri;

    private static string Bms(string address) => EndpointAddress.ForProject(new Uri(address), Project, "v1").AbsoluteUri;
}
