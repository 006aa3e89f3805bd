using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>Every sign-in method and its failures.</summary>
public class SignInTests(EmulatorFixture emulator)
{
    private const string Partner = "OTC00000000001000000002";
    private const string Agency = "password_agency";
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task Sign_in_with_password_and_user_name_succeeds()
    {
        using Session session = await ConnectAsync(Password("admin", "Emulator-1!"), s => s.UseProject("eu-de_test", null));

        Assert.Equal(("admin", _ready.Domain, "eu-de_test", "eu-de", "Password"), Shown(session));
        Assert.Equal(3, await session.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_with_password_and_passcode_succeeds()
    {
        using Session session = await ConnectAsync(
            new PasswordCredential("mfa", _ready.Domain, Secrets.Of("Emulator-2!")) { Passcode = "123456" });

        Assert.Equal("Password and passcode", session.SignInMethod);
        Assert.NotEqual(0, await session.CountServersAsync());
        await FailsAsync(OtcError.AuthenticationFailed, "user 'mfa'", Password("mfa", "Emulator-2!"));
        await FailsAsync(
            OtcError.AuthenticationFailed,
            "user 'mfa'",
            new PasswordCredential("mfa", _ready.Domain, Secrets.Of("Emulator-2!")) { Passcode = "000000" });
    }

    [Fact]
    public async Task Sign_in_with_password_and_user_ID_succeeds()
    {
        string userId = await UserIdAsync();
        using Session session = await ConnectAsync(PasswordCredential.ForUserId(userId, null, Secrets.Of("Emulator-1!")));

        Assert.Equal("admin", session.UserName);
    }

    [Fact]
    public async Task Sign_in_with_token_gets_its_project_and_expiry_time()
    {
        using var wire = await Wire.SignedInAsync(_ready);
        using Session session = await ConnectAsync(new TokenCredential(Secrets.Of($" {wire.Token}\r\n")));

        Assert.Equal(("admin", _ready.Domain, _ready.Project, "eu-de", "Token"), Shown(session));
        Assert.InRange(session.ExpiresAt!.Value, DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_with_token_can_select_another_project()
    {
        using var wire = await Wire.SignedInAsync(_ready);
        using Session session = await ConnectAsync(
            new TokenCredential(Secrets.Of(wire.Token!)), s => s.UseProject("eu-de_test", null));

        Assert.Equal("eu-de_test", session.ProjectName);
        Assert.Equal(3, await session.CountServersAsync());

        using Session byId = await ConnectAsync(
            new TokenCredential(Secrets.Of(wire.Token!)), s => s.UseProject(null, session.ProjectId));

        Assert.Equal("eu-de_test", byId.ProjectName);
        Assert.Equal(3, await byId.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_with_token_fails_if_the_project_belongs_to_another_account()
    {
        using var wire = await Wire.SignedInAsync(_ready);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(
            new SessionOptions(_ready.AuthUrl, new TokenCredential(Secrets.Of(wire.Token!)))
            {
                ProjectName = _ready.Project,
                ProjectDomain = DomainReference.ByName(Partner),
            },
            TestSession.Context));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
    }

    [Theory]
    [InlineData("no-token", OtcError.AuthenticationFailed)]
    public async Task Sign_in_with_invalid_token_fails(string token, OtcError error) =>
        await FailsAsync(error, "validation of the specified token", new TokenCredential(Secrets.Of(token)));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("a\nb")]
    [InlineData("tökén")]
    public void Malformed_token_is_rejected_and_not_quoted(string token)
    {
        OtcException e = Assert.Throws<OtcException>(() => new TokenCredential(Secrets.Of(token)));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.True(token.Trim().Length == 0 || !e.ToString().Contains(token));
    }

    [Fact]
    public async Task Sign_in_with_access_key_and_project_name_succeeds()
    {
        using Session session = await ConnectAsync(AccessKey(), s => s.UseProject("eu-de_test", null));

        Assert.Equal((null, _ready.Domain, "eu-de_test", "eu-de", "Access key"), Shown(session));
        Assert.Equal("EMULATORADMINACCESS1", session.AccessKey);
        Assert.Null(session.ExpiresAt);
        Assert.Equal(3, await session.CountServersAsync());
        Assert.NotNull(session.BmsEndpoint);
    }

    [Fact]
    public async Task Sign_in_with_access_key_selects_the_project_with_exactly_this_name()
    {
        const string Similar = """{ "projects": [ { "id": "1", "name": "eu-de_web2" }, { "id": "2", "name": "eu-de_web" } ] }""";
        using var server = new CannedServer(head => head.Contains("/projects?name=eu-de_web ")
            ? CannedServer.Answer(200, Similar)
            : CannedServer.Answer(403, ""));
        var options = new SessionOptions(server.Url, AccessKey()) { ProjectName = "eu-de_web", Region = "eu-de" };

        using Session session = await Session.ConnectAsync(options, TestSession.Context);

        Assert.Equal("2", session.ProjectId);
    }

    [Fact]
    public async Task Sign_in_with_access_key_and_project_ID_succeeds()
    {
        using Session session = await ConnectAsync(AccessKey(), s => s.UseProject(null, _ready.ProjectId));

        Assert.Equal(_ready.Project, session.ProjectName);
        // Signatures are easily wrong for names with spaces.
        Assert.NotNull(await session.KeyPairs().FindAsync("KeyPair db 1", TestSession.Context));
    }

    [Fact]
    public async Task Sign_in_with_temporary_access_key_succeeds_without_a_service_catalog()
    {
        using Session session = await ConnectAsync(new AccessKeyCredential(
            "EMULATORTEMPACCESS01",
            Secrets.Of("emulator-temporary-secret-key-000000001"),
            Secrets.Of("emulator-security-token-000000000000001")), UseEndpoint);

        // A temporary access key is not allowed to read the service catalog; the sign-in succeeds without it.
        Assert.Equal("eu-de_web", session.ProjectName);
        Assert.NotEqual(0, await session.CountServersAsync());
        Assert.Contains("did not return a service catalog", Assert.Throws<OtcException>(() => session.Bms()).Message);
        await FailsAsync(
            OtcError.AuthenticationFailed,
            "security token",
            new AccessKeyCredential("EMULATORTEMPACCESS01", Secrets.Of("emulator-temporary-secret-key-000000001")));
    }

    [Fact]
    public async Task Sign_in_with_incorrect_access_key_or_project_fails()
    {
        await FailsAsync(OtcError.AuthenticationFailed, "signature", new AccessKeyCredential("EMULATORADMINACCESS1", Secrets.Of("wrong")));
        await FailsAsync(OtcError.AuthenticationFailed, "does not exist", new AccessKeyCredential("NOBODY", Secrets.Of("wrong")));
        await FailsAsync(
            OtcError.AuthenticationFailed,
            "signature",
            new AccessKeyCredential("EMULATORADMINACCESS1", Secrets.Of("wrong")),
            s => s.UseProject(null, _ready.ProjectId));
        await FailsAsync(OtcError.ConfigurationInvalid, "no access to a project named 'nope'", AccessKey(), s => s.UseProject("nope", null));
        await FailsAsync(OtcError.ConfigurationInvalid, "eu-de_web, eu-de_test", AccessKey());
    }

    [Fact]
    public async Task Sign_in_through_agency_with_password_succeeds()
    {
        using Session session = await ConnectAsync(PartnerPassword(), s =>
        {
            s.UseAgency(Agency, _ready.Domain);
            s.UseProject("eu-de_web", null);
        });

        Assert.Equal("eu-de_web", session.ProjectName);
        Assert.Equal($"Password, agency '{Agency}' of account '{_ready.Domain}'", session.SignInMethod);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_through_agency_with_token_and_project_ID_succeeds()
    {
        using var wire = new Wire(_ready);
        WireResponse answer = await wire.SignInAsync("partner", "Emulator-5!", wire.ProjectScope("eu-de_partner", Partner), Partner);
        using Session session = await ConnectAsync(new TokenCredential(Secrets.Of(answer.Header("X-Subject-Token")!)), s =>
        {
            s.UseAgency(Agency, _ready.Domain);
            s.UseProject(null, _ready.ProjectId);
        });

        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_through_agency_with_access_key_succeeds()
    {
        using Session session = await ConnectAsync(
            new AccessKeyCredential("EMULATORPARTNERACC01", Secrets.Of("emulator-partner-secret-key-00000000001")), UseAgency);

        Assert.Equal("eu-de_web", session.ProjectName);
        Assert.Equal($"Access key, agency '{Agency}' of account '{_ready.Domain}'", session.SignInMethod);
        Assert.NotNull(session.ExpiresAt);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Temporary_key_of_an_agency_is_renewed_before_the_cloud_rejects_it()
    {
        // This cloud refuses nothing: a second key is requested only because the first one is about to expire.
        int keys = 0;
        using var server = new CannedServer(head => CannedServer.Answer(
            200, head.Contains("/domains") ? """{"domains": []}""" : """{"projects": [{"id": "p", "name": "eu-de_web"}], "catalog": [], "password": ""}"""))
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, CannedServer.Answer(
                201,
                $$"""
                {"credential": {"access": "KEY{{++keys}}", "secret": "s", "securitytoken": "t", "expires_at": "{{DateTime.UtcNow.AddSeconds(2):o}}"} }
                """)),
        };
        var options = new SessionOptions(server.Url, AccessKey())
        {
            ProjectName = "eu-de_web",
            Region = "eu-de",
            EcsEndpoint = server.Url,
            Agency = new AgencyReference(Agency, DomainReference.ByName("d")),
        };
        using Session session = await Session.ConnectAsync(options, TestSession.Context);

        await Task.Delay(2100, TestContext.Current.CancellationToken);
        await session.Ecs().GetPasswordAsync("cf2a8b97-b5c6-47ef-9714-eb27adf26e5b", TestSession.Context);

        Assert.Equal(2, keys);
        Assert.Contains("Access=KEY1,", server.Requests.ElementAt(2));
        Assert.Contains("Access=KEY2,", server.Requests.Last());
    }

    [Fact]
    public async Task Temporary_key_of_an_agency_is_renewed_once_when_the_cloud_rejects_it()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        using Session session = await PartnerAsync(own.Ready, UseAgency);
        await own.ExpireTokensAsync();

        int[] counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => session.CountServersAsync()));

        Assert.DoesNotContain(0, counts);
        Assert.Equal(2, (await own.CountersAsync()).Count("POST", "/v3.0/OS-CREDENTIAL/securitytokens", 201));
    }

    [Fact]
    public async Task Agency_with_an_access_key_needs_the_ID_of_the_project_if_projects_cannot_be_listed()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetFaultsAsync("""{"rules": [{"service": "iam", "path": "*/projects", "errors": {"403": 1}}]}""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => PartnerAsync(own.Ready, UseAgency));
        using Session session = await PartnerAsync(own.Ready, s =>
        {
            s.UseAgency(Agency, own.Ready.Domain);
            s.UseProject(null, own.Ready.ProjectId);
            s.UseRegion("eu-de");
        });

        Assert.Equal(OtcError.PermissionDenied, e.Error);
        Assert.Contains("-ProjectId", e.RecommendedAction);
        Assert.Null(session.ProjectName);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Access_key_signs_in_although_requests_for_display_are_rejected()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetFaultsAsync(
            """{"rules": [{"service": "iam", "path": "*/domains", "errors": {"401": 1}}, {"service": "iam", "path": "*/projects", "errors": {"401": 1}}]}""");
        using var settings = SessionSettings.From(AccessKey());
        settings.UseAuthUrl(own.Ready.AuthUrl);
        settings.UseProject(null, own.Ready.ProjectId);
        settings.UseRegion("eu-de");

        using Session session = await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);

        Assert.Null(session.DomainName);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Error_for_a_region_without_BMS_names_the_regions_with_BMS()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetSettingsAsync("""{"bmsElsewhere": true, "regionInCatalog": false}""");
        using Session session = await TestSession.ConnectAsync(own.Ready);

        OtcException e = Assert.Throws<OtcException>(() => session.Bms());

        Assert.Contains("no BMS endpoint in region 'eu-de'. Regions with BMS: eu-nl.", e.Message);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Error_for_a_misspelled_region_names_it()
    {
        await FailsAsync(OtcError.ConfigurationInvalid, "Region 'eu-dee' is not in the service catalog", Password("admin", "Emulator-1!"), s => s.UseRegion("eu-dee"));

        using var settings = SessionSettings.From(Password("admin", "Emulator-1!"));
        settings.UseRegion("eu-no-such-region");
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(settings.ToOptions(), TestSession.Context));

        Assert.Equal(OtcError.NetworkFailure, e.Error);
        Assert.Contains("region 'eu-no-such-region'", e.Message);
        Assert.Contains("eu-de, eu-nl, eu-ch2", e.RecommendedAction);
    }

    [Fact]
    public async Task Sign_in_through_agency_with_passcode_succeeds()
    {
        using Session session = await ConnectAsync(
            new PasswordCredential("partner-mfa", Partner, Secrets.Of("Emulator-6!")) { Passcode = "654321" }, UseAgency);

        Assert.Equal("eu-de_web", session.ProjectName);
        Assert.Equal($"Password and passcode, agency '{Agency}' of account '{_ready.Domain}'", session.SignInMethod);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Sign_in_through_unavailable_or_incomplete_agency_fails()
    {
        await FailsAsync(OtcError.PermissionDenied, "agency 'other'", PartnerPassword(), s =>
        {
            s.UseAgency("other", _ready.Domain);
            s.UseProject("eu-de_web", null);
        });
        await FailsAsync(OtcError.ConfigurationInvalid, "-AgencyDomainName", PartnerPassword(), s => s.UseAgency(Agency, null));
        await FailsAsync(OtcError.ConfigurationInvalid, "-AgencyName", PartnerPassword(), s => s.UseAgency(null, "d"));
    }

    [Fact]
    public async Task Sign_in_with_incorrect_password_or_project_fails()
    {
        await FailsAsync(OtcError.AuthenticationFailed, "user 'admin'", Password("admin", "wrong"));
        await FailsAsync(
            OtcError.AuthenticationFailed, "project 'nope'", Password("admin", "Emulator-1!"), s => s.UseProject("nope", null));
        await FailsAsync(OtcError.ConfigurationInvalid, "-ProjectName and -ProjectId", Password("admin", "Emulator-1!"), s => s.UseProject("a", "b"));
    }

    [Fact]
    public async Task Sign_in_over_HTTP_fails()
    {
        using var settings = SessionSettings.From(Password("admin", "Emulator-1!"));
        settings.UseAuthUrl(new Uri("http://iam.eu-de.otc.t-systems.com/v3"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(settings.ToOptions(), TestSession.Context));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
    }

    [Fact]
    public async Task Session_works_after_its_credential_is_disposed()
    {
        PasswordCredential credential = Password("admin", "Emulator-1!");
        using Session session = await ConnectAsync(credential);

        credential.Dispose();

        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Signing_out_revokes_the_token_and_can_be_repeated()
    {
        using var wire = await Wire.SignedInAsync(_ready);
        Session session = await ConnectAsync(new TokenCredential(Secrets.Of(wire.Token!)));

        await session.DisconnectAsync(TestSession.Context);
        await session.DisconnectAsync(TestSession.Context);

        Assert.Equal(401, (await wire.GetAsync("/v3/auth/projects")).Status);
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.KeyPairs().ListAsync(TestSession.Context));
        Assert.Equal(OtcError.NotConnected, e.Error);
    }

    [Fact]
    public async Task Signing_out_of_an_agency_revokes_both_tokens()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        using var settings = SessionSettings.From(PartnerPassword());
        settings.UseAuthUrl(own.Ready.AuthUrl);
        UseAgency(settings);
        Session session = await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);

        await session.DisconnectAsync(TestSession.Context);

        Assert.Equal(2, (await own.CountersAsync()).Count("DELETE", "/v3/auth/tokens"));
    }

    [Fact]
    public async Task Session_lists_the_names_of_the_projects()
    {
        using Session session = await ConnectAsync(Password("admin", "Emulator-1!"));

        Assert.Equal(["eu-de_test", "eu-de_web"], await session.ListProjectNamesAsync(TestSession.Context));
    }

    private static async Task<Session> PartnerAsync(EmulatorReady ready, Action<SessionSettings> say)
    {
        using var settings = SessionSettings.From(
            new AccessKeyCredential("EMULATORPARTNERACC01", Secrets.Of("emulator-partner-secret-key-00000000001")));
        settings.UseAuthUrl(ready.AuthUrl);
        say(settings);
        return await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);
    }

    private void UseEndpoint(SessionSettings settings)
    {
        settings.UseRegion("eu-de");
        settings.UseEndpoints(new Uri(_ready.BaseUrl, "/v2.1"), null);
    }

    private void UseAgency(SessionSettings settings)
    {
        settings.UseAgency(Agency, _ready.Domain);
        settings.UseProject("eu-de_web", null);
    }

    private PasswordCredential Password(string user, string password) => new(user, _ready.Domain, Secrets.Of(password));

    private static PasswordCredential PartnerPassword() => new("partner", Partner, Secrets.Of("Emulator-5!"));

    private static AccessKeyCredential AccessKey() =>
        new("EMULATORADMINACCESS1", Secrets.Of("emulator-admin-secret-key-0000000000001"));

    private async Task<Session> ConnectAsync(SignInCredential credential, Action<SessionSettings>? say = null)
    {
        using var settings = SessionSettings.From(credential);
        settings.UseAuthUrl(_ready.AuthUrl);
        say?.Invoke(settings);
        return await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);
    }

    private async Task FailsAsync(OtcError error, string part, SignInCredential credential, Action<SessionSettings>? say = null)
    {
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(credential, say));

        Assert.Equal(error, e.Error);
        Assert.Contains(part, e.Message);
    }

    private async Task<string> UserIdAsync()
    {
        using var wire = new Wire(_ready);
        WireResponse answer = await wire.SignInAsync(_ready.User, _ready.Password);
        return answer.Body.GetProperty("token").GetProperty("user").GetProperty("id").GetString()!;
    }

    private static (string? User, string? Domain, string? Project, string Region, string Method) Shown(Session session) =>
        (session.UserName, session.DomainName, session.ProjectName, session.Region, session.SignInMethod);

    /// <summary>What keystoneauth's v3totp sends: the method totp alone.</summary>
    [Fact]
    public async Task Passcode_without_a_password_is_the_only_method()
    {
        using var server = new CannedServer(200, "{}");
        using SessionSettings settings = SettingsOf(server, ("OS_AUTH_TYPE", "v3totp"), ("OS_PASSCODE", "123456"));

        using Session session = await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);

        string body = Assert.Single(server.SignIns);
        Assert.Contains("\"methods\":[\"totp\"],\"totp\":{\"user\":{\"name\":\"u\"", body);
        Assert.DoesNotContain("password", body);
    }

    [Theory]
    [InlineData("2001-01-01T00:00:00.000000Z")]
    [InlineData("2999-01-01T00:00:00.000000Z")]
    public async Task Token_that_expires_at_an_implausible_time_points_to_the_clock(string expiresAt)
    {
        string token = $$"""{"token": {"expires_at": "{{expiresAt}}", "catalog": [], "project": {"id": "p1", "name": "p"} } }""";
        using var server = new CannedServer(200, "{}")
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, CannedServer.Answer(201, token, "X-Subject-Token: t\r\n")),
        };
        using SessionSettings settings = SettingsOf(server, ("OS_PASSWORD", "x"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(settings.ToOptions(), TestSession.Context));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.Contains("Verify the clock of this computer, which shows 2", e.Message);
    }

    private static SessionSettings SettingsOf(CannedServer server, params (string Name, string Value)[] more)
    {
        var variables = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        variables["OS_AUTH_URL"] = new Uri(server.Url, "/v3").AbsoluteUri;
        variables["OS_USERNAME"] = "u";
        variables["OS_USER_DOMAIN_NAME"] = "d";
        variables["OS_PROJECT_NAME"] = "p";
        return SessionSettings.FromEnvironment(name => variables.TryGetValue(name, out string? value) ? value : null);
    }
}
