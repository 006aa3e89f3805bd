using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>ID tokens of OpenID Connect, issued and verified by the emulator.</summary>
public class IdTokenTests(EmulatorFixture emulator)
{
    private const string Provider = "corporate";
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task ID_token_signs_in_to_the_project_by_name_or_ID()
    {
        using Session byName = await ConnectAsync(_ready, await CredentialAsync(), s => s.UseProject("eu-de_test", null));
        using Session byId = await ConnectAsync(_ready, await CredentialAsync(), s => s.UseProject(null, byName.ProjectId));

        Assert.Equal(
            ("admin", _ready.Domain, "eu-de_test", "OpenID Connect"),
            (byName.UserName, byName.DomainName, byName.ProjectName, byName.SignInMethod));
        Assert.InRange(byName.ExpiresAt!.Value, DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        Assert.Equal(3, await byName.CountServersAsync());
        Assert.Equal(3, await byId.CountServersAsync());
    }

    [Fact]
    public async Task Without_a_project_the_projects_of_the_user_are_listed()
    {
        OtcException e = await FailAsync(OtcError.ConfigurationInvalid, await CredentialAsync());

        Assert.Contains("eu-de_web, eu-de_test", e.Message);
    }

    [Fact]
    public async Task ID_token_signs_in_through_an_agency()
    {
        using Session session = await ConnectAsync(
            _ready, await CredentialAsync("partner corporate", "partner", protocol: "openid"), s =>
            {
                s.UseAgency("password_agency", _ready.Domain);
                s.UseProject("eu-de_web", null);
            });

        Assert.Equal($"OpenID Connect, agency 'password_agency' of account '{_ready.Domain}'", session.SignInMethod);
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Theory]
    [InlineData("nobody", null, "Could not find Identity Provider: nobody")]
    [InlineData("../../auth/tokens", null, "Could not find Identity Provider: ../../auth/tokens")]
    [InlineData(Provider, "saml", "Could not find federated protocol saml for Identity Provider: corporate")]
    public async Task Unknown_identity_provider_and_protocol_are_named(string provider, string? protocol, string part)
    {
        var credential = new IdTokenCredential(Secrets.Of(await IssueAsync(Provider, "admin", 300)), provider, protocol);

        OtcException e = await FailAsync(OtcError.ConfigurationInvalid, credential);

        Assert.Contains(part, e.Message);
        Assert.Contains("-IdentityProvider", e.RecommendedAction);
    }

    [Fact]
    public async Task Rejected_ID_token_fails_to_authenticate()
    {
        string valid = await IssueAsync(Provider, "admin", 300);
        foreach (string token in new[]
        {
            "no-id-token",
            valid.Substring(0, valid.Length - 10) + "AAAAAAAAAA",
            await IssueAsync(Provider, "admin", -60),
            await IssueAsync("partner corporate", "admin", 300),
        })
        {
            OtcException e = await FailAsync(OtcError.AuthenticationFailed, new IdTokenCredential(Secrets.Of(token), Provider));

            Assert.Equal(401, e.StatusCode);
            Assert.Contains("identity provider 'corporate'", e.Message);
            Assert.Contains("(HTTP 401): \"JWT token could not be validated\"", e.Message);
            Assert.Contains("get a new one", e.RecommendedAction);
            Assert.DoesNotContain(token, e.ToString());
        }
    }

    [Fact]
    public async Task User_whom_no_conversion_rule_matches_is_referred_to_rules_and_groups()
    {
        OtcException e = await FailAsync(
            OtcError.AuthenticationFailed, new IdTokenCredential(Secrets.Of(await IssueAsync(Provider, "nobody", 300)), Provider));

        Assert.Contains("conversion rules", e.RecommendedAction);
        Assert.Contains("groups", e.RecommendedAction);
    }

    [Fact]
    public async Task Reason_in_a_header_is_shown_without_the_ID_token_that_it_quotes()
    {
        const string Token = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
        using var server = new CannedServer(200, "{}")
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, CannedServer.Answer(
                401, "<html>", $"WWW-Authenticate: Bearer realm=\"x\", error_description=\"\u001b[31mBad token {Token}\"\r\n")),
        };
        using var settings = SessionSettings.From(new IdTokenCredential(Secrets.Of(Token), Provider));
        settings.UseAuthUrl(server.Url);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(settings.ToOptions(), TestSession.Context));

        Assert.Contains("Bad token ****", e.Message);
        Assert.DoesNotContain("c2lnbmF0", e.ToString());
        Assert.DoesNotContain('\u001b', e.Message);
    }

    [Theory]
    [InlineData(-60, "The ID token expired at {0:u}: get a new one")]
    [InlineData(300, "(this one at {0:u})")]
    public async Task Expiration_time_of_a_rejected_ID_token_is_shown(int seconds, string expected)
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetSettingsAsync("""{"identityErrors": "iamTexts"}""");
        DateTimeOffset expiration = DateTimeOffset.UtcNow.AddSeconds(seconds);
        string token = await IssueAsync(Provider, "admin", seconds, own, ", \"audience\": \"another\"");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(own.Ready, new IdTokenCredential(Secrets.Of(token), Provider)));

        Assert.Equal((OtcError.AuthenticationFailed, 400), (e.Error, e.StatusCode));
        Assert.Contains("Request parameter 'id token' is invalid.", e.Message);
        // The token was issued a moment later.
        Assert.Contains(
            Enumerable.Range(0, 10).Select(later => string.Format(CultureInfo.InvariantCulture, expected, expiration.AddSeconds(later))),
            text => e.RecommendedAction!.Contains(text));
        Assert.Equal(seconds > 0, e.RecommendedAction!.Contains("(aud)"));
    }

    [Fact]
    public async Task ID_token_that_is_too_long_for_IAM_has_a_warning()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetSettingsAsync("""{"identityErrors": "iam"}""");
        string token = await IssueAsync(Provider, "admin", 300, own, ", \"groups\": 150");
        string shorter = await IssueAsync(Provider, "admin", 300, own);
        var lines = new ConcurrentQueue<string>();
        var warnings = new ConcurrentQueue<string>();
        var context = new CallContext(CancellationToken.None, lines.Enqueue) { Warning = warnings.Enqueue };

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(own.Ready, new IdTokenCredential(Secrets.Of(token), Provider), context: context));
        using Session session = await ConnectAsync(
            own.Ready, new IdTokenCredential(Secrets.Of(shorter), Provider), s => s.UseProject("eu-de_web", null), context);

        Assert.InRange(token.Length, 2301, 8000);
        Assert.Contains($"has {token.Length} characters", Assert.Single(warnings));
        Assert.Contains("2,300", e.RecommendedAction);
        Assert.Contains(lines, line => line.StartsWith($"The ID token has {shorter.Length} characters and expires at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Header_that_is_too_long_for_the_web_server_is_a_rejected_ID_token()
    {
        string token = await IssueAsync(Provider, "admin", 300, more: ", \"groups\": 400");
        using var server = new CannedServer(200, "{}")
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, CannedServer.Answer(400, "<html>Size of a request header field exceeds server limit.")),
        };
        using var settings = SessionSettings.From(new IdTokenCredential(Secrets.Of(token), Provider));
        settings.UseAuthUrl(server.Url);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(settings.ToOptions(), TestSession.Context));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("fewer groups", e.RecommendedAction);
    }

    [Fact]
    public async Task Project_that_the_user_cannot_use_is_an_error_with_the_available_projects()
    {
        foreach (Action<SessionSettings> choose in new Action<SessionSettings>[]
        {
            s => s.UseProject("eu-de_nosuch", null),
            s => s.UseProject(null, new string('0', 32)),
        })
        {
            IdTokenCredential credential = await CredentialAsync();

            OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(_ready, credential, choose));

            Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
            Assert.StartsWith("User 'admin' has no access to ", e.Message);
            Assert.EndsWith("Available projects: eu-de_web, eu-de_test.", e.Message);
        }
    }

    [Fact]
    public async Task The_only_project_of_the_user_is_chosen()
    {
        using Session session = await ConnectAsync(_ready, await CredentialAsync(user: "operator"));

        Assert.Equal(("operator", "eu-de_web"), (session.UserName, session.ProjectName));
    }

    [Fact]
    public async Task Project_name_with_an_account_is_that_of_the_account()
    {
        using Session session = await ConnectAsync(_ready.Domain);
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync("OTC00000000001000000002"));

        Assert.Equal("eu-de_test", session.ProjectName);
        Assert.Equal(OtcError.AuthenticationFailed, e.Error);

        async Task<Session> ConnectAsync(string account)
        {
            using IdTokenCredential credential = await CredentialAsync();
            var options = new SessionOptions(_ready.AuthUrl, credential)
            {
                ProjectName = "eu-de_test",
                ProjectDomain = DomainReference.ByName(account),
            };
            return await Session.ConnectAsync(options, TestSession.Context);
        }
    }

    [Theory]
    [InlineData("IAM.0063")]
    [InlineData("IAM.0066")]
    [InlineData("IAM.0067")]
    public async Task ID_token_that_IAM_calls_expired_or_invalid_requires_a_new_one(string code)
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetFaultsAsync(
            $$"""{"rules": [{"service": "iam", "method": "POST", "errors": {"401": 1}, "errorCode": "{{code}}", "errorMessage": "As the reference says."}]}""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(own.Ready, new IdTokenCredential(Secrets.Of("t"), Provider)));

        Assert.Equal((OtcError.AuthenticationFailed, code), (e.Error, e.ServiceCode));
        Assert.Contains("get a new one", e.RecommendedAction);
    }

    [Fact]
    public async Task Session_that_cannot_be_renewed_says_to_sign_in_again()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        using Session session = await ConnectAsync(
            own.Ready,
            new IdTokenCredential(Secrets.Of(await IssueAsync(Provider, "admin", 300, own)), Provider),
            s => s.UseProject("eu-de_test", null));
        await own.ExpireTokensAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.CountServersAsync());

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("new ID token", e.Message);
        Assert.Contains("Connect-OtcSession", e.RecommendedAction);
        Assert.Equal(1, (await own.CountersAsync()).Count("POST", "/v3/auth/tokens", 201));
    }

    [Fact]
    public async Task Signing_out_revokes_the_unscoped_token_too()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        Session session = await ConnectAsync(
            own.Ready,
            new IdTokenCredential(Secrets.Of(await IssueAsync(Provider, "admin", 300, own)), Provider),
            s => s.UseProject("eu-de_test", null));

        await session.DisconnectAsync(TestSession.Context);

        Assert.Equal(2, (await own.CountersAsync()).Count("DELETE", "/v3/auth/tokens", 204));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("..", null)]
    [InlineData(" . ", null)]
    [InlineData("corporate", "")]
    [InlineData("corporate", "..")]
    [InlineData("eyJ\neyJ", null)]
    [InlineData("eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9eyJpc3MiOiJodHRwczovL2NvcnBvcmF0ZS5pbnZhbGlkIn0", null)]
    public void Name_that_cannot_be_valid_is_rejected_and_not_quoted(string provider, string? protocol)
    {
        OtcException e = Assert.Throws<OtcException>(() => new IdTokenCredential(Secrets.Of("t"), provider, protocol));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.DoesNotContain("eyJ", e.ToString());
    }

    private async Task<IdTokenCredential> CredentialAsync(string provider = Provider, string user = "admin", string? protocol = null) =>
        new(Secrets.Of(await IssueAsync(provider, user, 300)), provider, protocol);

    private async Task<string> IssueAsync(string provider, string user, int seconds, EmulatorProcess? own = null, string more = "")
    {
        string body = $$"""{"identityProvider": "{{provider}}", "user": "{{user}}", "lifetimeSeconds": {{seconds}}{{more}} }""";
        string response = await (own ?? emulator.Process).ControlAsync("POST", "id-tokens", body);
        using JsonDocument json = JsonDocument.Parse(response);
        return json.RootElement.GetProperty("idToken").GetString()!;
    }

    private async Task<OtcException> FailAsync(OtcError error, SignInCredential credential)
    {
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(_ready, credential));

        Assert.Equal(error, e.Error);
        return e;
    }

    private static async Task<Session> ConnectAsync(
        EmulatorReady ready, SignInCredential credential, Action<SessionSettings>? say = null, CallContext? context = null)
    {
        using var settings = SessionSettings.From(credential);
        settings.UseAuthUrl(ready.AuthUrl);
        say?.Invoke(settings);
        return await Session.ConnectAsync(settings.ToOptions(), context ?? TestSession.Context);
    }
}
