using System.Net;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using OtcPassword.Tests.Hostile;
using OtcPassword.Tests.Transport;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>The sign-in of a server with the temporary access keys of its agency.</summary>
public class ServerAgencyTests
{
    private const string KeyPairs = "/v2.1/{project}/os-keypairs";
    private const string SecurityKey = "/openstack/latest/securitykey";

    [Fact]
    public async Task Server_with_an_agency_signs_in_to_its_own_project()
    {
        using EmulatorProcess emulator = await StartAsync("first");
        EmulatedServer server = await emulator.ServerAsync("first");

        using Session session = await ConnectAsync(emulator);

        Assert.Equal("eu-de_a", session.ProjectName);
        Assert.Equal("eu-de", session.Region);
        Assert.Equal("Server agency", session.SignInMethod);
        Assert.Null(session.AccessKey);
        Assert.InRange(session.ExpiresAt!.Value, DateTimeOffset.UtcNow.AddMinutes(50), DateTimeOffset.UtcNow.AddMinutes(61));
        Assert.Equal("first", (await session.Ecs().GetAsync(server.Id, TestSession.Context)).Name);
    }

    [Fact]
    public async Task Rejected_key_is_renewed_once_for_all_requests_of_a_fleet()
    {
        using EmulatorProcess emulator = await StartAsync("first");
        using Session session = await ConnectAsync(emulator);
        DateTimeOffset first = session.ExpiresAt!.Value;
        await emulator.SetFaultsAsync("""{"rules": [{"service": "ecs", "latencyMs": 50}]}""");
        await emulator.ResetCountersAsync();
        var context = new CallContext(CancellationToken.None, maxRequests: 4);

        // The key expires while requests of the fleet are in progress and others wait for their slot.
        Task[] fleet = [.. Enumerable.Range(0, 64).Select(_ => session.KeyPairs().ListAsync(context))];
        await Task.WhenAny(fleet);
        await emulator.ExpireTokensAsync();
        await Task.WhenAll(fleet);

        Assert.Equal(1, (await emulator.CountersAsync()).Count("GET", SecurityKey));
        Assert.True(session.ExpiresAt > first, $"{session.ExpiresAt} is not later than {first}.");
    }

    [Fact]
    public async Task Key_is_renewed_before_it_expires()
    {
        using EmulatorProcess emulator = await StartAsync("first");
        // The session renews in the last tenth, the metadata service in the last sixth.
        await emulator.SetSettingsAsync("""{"temporaryKeyLifetimeSeconds": 15}""");
        using Session session = await ConnectAsync(emulator);
        DateTimeOffset first = session.ExpiresAt!.Value;

        while (session.ExpiresAt == first)
        {
            await session.KeyPairs().ListAsync(TestSession.Context);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        EmulatorCounters counters = await emulator.CountersAsync();
        Assert.True(counters.Count("GET", KeyPairs, 200) > 0, "No request was counted.");
        Assert.Equal(0, counters.Count("GET", KeyPairs, 401));
    }

    [Fact]
    public async Task Server_acts_in_another_account_through_its_agency()
    {
        using EmulatorProcess emulator = await StartAsync("first");

        using Session session = await ConnectAsync(
            emulator, "eu-de_b", new AgencyReference("for a", DomainReference.ByName("b")));

        Assert.Equal("eu-de_b", session.ProjectName);
        Assert.NotNull(await session.KeyPairs().ListAsync(TestSession.Context));
    }

    [Theory]
    [InlineData("\"region_id\": \"eu-nl\", \"availability_zone\": \"eu-de-01\"", "eu-nl")]
    [InlineData("\"availability_zone\": \"eu-de-01\"", "eu-de")]
    [InlineData("\"region_id\": null, \"availability_zone\": \"eu-nl-03\"", "eu-nl")]
    [InlineData("\"availability_zone\": \"eu-ch2b\"", "eu-ch2")]
    [InlineData("\"availability_zone\": \"nova\"", null)]
    [InlineData("\"availability_zone\": null", null)]
    public async Task Region_is_that_of_the_availability_zone_if_the_metadata_has_no_region(string members, string? region)
    {
        using var server = new CannedServer(200, $$"""{"project_id": "0123456789abcdef0123456789abcdef", {{members}}}""");

        ServerLocation here = await ServerLocation.ReadAsync(Credential(server.Url), TestSession.Context);

        Assert.Equal(region, here.Region);
        Assert.Equal("0123456789abcdef0123456789abcdef", here.ProjectId);
        Assert.StartsWith("GET /openstack/latest/meta_data.json ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_without_an_agency_is_an_authentication_failure()
    {
        using EmulatorProcess emulator = await StartAsync("plain");

        OtcException e = await HostileCloud.FailsAsync(OtcError.AuthenticationFailed, () => ConnectAsync(emulator));

        Assert.Contains("no agency", e.Message, StringComparison.Ordinal);
        Assert.Contains("agency", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(404, e.StatusCode);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Metadata_service_of_another_cloud_is_an_authentication_failure(int status)
    {
        using var server = new CannedServer(status, "<html>not here</html>");

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.AuthenticationFailed, () => ServerLocation.ReadAsync(Credential(server.Url), TestSession.Context));

        Assert.Contains("not a server of T Cloud Public", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Computer_without_a_metadata_service_is_a_network_failure()
    {
        Uri url;
        using (var server = new CannedServer(200, "{}"))
        {
            url = server.Url;
        }

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.NetworkFailure, () => ServerLocation.ReadAsync(Credential(url), TestSession.Context));

        Assert.Contains("not a server of T Cloud Public", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_does_not_respond_is_given_up_after_the_time_limit_of_the_metadata_service()
    {
        using var silent = new SilentListener();
        var context = new CallContext(CancellationToken.None)
        {
            // The other limits would take longer than the test may.
            Deadlines = new RequestDeadlines
            {
                Metadata = TimeSpan.FromSeconds(0.3),
                Connect = TimeSpan.FromMinutes(5),
                Attempt = TimeSpan.FromMinutes(5),
            },
        };

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.NetworkFailure, () => ServerLocation.ReadAsync(Credential(silent.Url), context));

        Assert.Contains("not a server of T Cloud Public", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
        Assert.InRange(RequestDeadlines.Default.Metadata, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Response_that_never_ends_is_given_up_after_the_time_limit_of_the_metadata_service()
    {
        using var server = new CannedServer((_, _) => Task.Delay(HostileCloud.Patience));
        var context = new CallContext(CancellationToken.None)
        {
            Deadlines = new RequestDeadlines { Metadata = TimeSpan.FromSeconds(0.3), Attempt = TimeSpan.FromMinutes(5) },
        };

        await HostileCloud.FailsAsync(OtcError.NetworkFailure, () => ServerLocation.ReadAsync(Credential(server.Url), context));
    }

    [Theory]
    [InlineData("<html>TheSecretToken</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"credential": {"access": "a", "secret": "TheSecretToken"}}""")]
    [InlineData("""{"credential": {"access": "a", "secret": "TheSecretToken\n", "securitytoken": "t", "expires_at": "{0}"}}""")]
    [InlineData("""{"credential": {"access": "a b", "secret": "TheSecretToken", "securitytoken": "t", "expires_at": "{0}"}}""")]
    [InlineData("""{"credential": {"access": "a", "secret": "TheSecretToken", "securitytoken": "t", "expires_at": "soon"}}""")]
    [InlineData("""{"credential": {"access": "a", "secret": "TheSecretToken", "securitytoken": "t", "expires_at": "9999-01-01T00:00:00Z"}}""")]
    public async Task Malformed_key_is_an_unexpected_response(string body)
    {
        string time = DateTime.UtcNow.AddHours(1).ToString("s", System.Globalization.CultureInfo.InvariantCulture) + "Z";
        using var server = new CannedServer(200, body.Replace("{0}", time));

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => Session.ConnectAsync(
            new SessionOptions(server.Url, Credential(server.Url)) { ProjectId = "p" }, TestSession.Context));
    }

    [Theory]
    [InlineData("<html>TheSecretToken</html>")]
    [InlineData("null")]
    [InlineData("""{"project_id": "../TheSecretToken"}""")]
    [InlineData("""{"project_id": {}}""")]
    public async Task Malformed_metadata_is_an_unexpected_response(string body)
    {
        using var server = new CannedServer(200, body);

        await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse, () => ServerLocation.ReadAsync(Credential(server.Url), TestSession.Context));
    }

    [Theory]
    [InlineData("evil.example.com/")]
    [InlineData("eu-de.evil.example.com/#")]
    public void Region_of_the_metadata_cannot_name_another_host(string region)
    {
        using SessionSettings settings = SessionSettings.From(Credential(new Uri("http://127.0.0.1:1")));
        settings.Use("Region", region);

        Assert.Equal(OtcError.ConfigurationInvalid, Assert.Throws<OtcException>(() => settings.ToOptions()).Error);
    }

    [Fact]
    public async Task Metadata_service_is_not_requested_through_the_proxy()
    {
        using EmulatorProcess emulator = await StartAsync("first");
        using var proxy = new CannedServer(200, "");

        using Session session = await ConnectAsync(emulator, proxy: new WebProxy(proxy.Url));

        Assert.Empty(proxy.Requests);
        Assert.Empty(proxy.SignIns);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Address_is_the_link_local_one(string? variable) =>
        Assert.Equal("http://169.254.169.254/openstack/latest/", ServerAgencyCredential.Create(_ => variable).Metadata.AbsoluteUri);

    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://metadata.example.com/")]
    [InlineData("http://127.0.0.1@metadata.example.com/")]
    [InlineData("http://127.0.0.1.example.com/")]
    [InlineData("http://user:TheSecretToken@127.0.0.1/")]
    [InlineData("http://169.254.169.253/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("127.0.0.1")]
    [InlineData("TheSecretToken")]
    public async Task Variable_for_tests_accepts_only_this_computer(string variable)
    {
        await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () =>
        {
            ServerAgencyCredential.Create(name => name == "OTC_TEST_METADATA_URL" ? variable : null);
            return Task.CompletedTask;
        });
    }

    private static ServerAgencyCredential Credential(Uri url) => ServerAgencyCredential.Create(_ => url.AbsoluteUri);

    private static Task<Session> ConnectAsync(
        EmulatorProcess emulator, string project = "eu-de_a", AgencyReference? agency = null, IWebProxy? proxy = null) =>
        Session.ConnectAsync(
            new SessionOptions(emulator.Ready.AuthUrl, Credential(emulator.Ready.AuthUrl))
            {
                Region = "eu-de",
                ProjectName = project,
                Agency = agency,
                Proxy = proxy,
                // A temporary access key cannot read the service catalog.
                EcsEndpoint = new Uri(emulator.Ready.AuthUrl, "/"),
            },
            TestSession.Context);

    private static async Task<EmulatorProcess> StartAsync(string server)
    {
        EmulatorProcess emulator = await EmulatorProcess.StartAsync("""
            {
              "domains": [
                {
                  "name": "a",
                  "projects": [ "eu-de_a" ],
                  "users": [ { "name": "admin", "password": "Emulator-1!" } ],
                  "agencies": [ { "name": "server_agency", "trustedDomain": "op_svc_ecs" } ]
                },
                {
                  "name": "b",
                  "projects": [ "eu-de_b" ],
                  "users": [ { "name": "partner", "password": "p" } ],
                  "agencies": [ { "name": "for a", "trustedDomain": "a" } ]
                }
              ],
              "keyPairs": [ { "name": "KeyPair-a", "user": "admin" } ],
              "servers": [
                { "name": "first", "project": "eu-de_a", "keyPair": "KeyPair-a", "agency": "server_agency" },
                { "name": "plain", "project": "eu-de_a", "keyPair": "KeyPair-a" }
              ]
            }
            """);
        await emulator.SetSettingsAsync($$"""{"metadataServer": "{{server}}"}""");
        return emulator;
    }
}
