using System.Text;
using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>
/// The OpenID provider of the emulator. The expected responses are those of RFC 6749, 7636, 8628, and 9207, of OpenID Connect
/// Discovery, and of the recorded exchanges in tests/lab/samples/federation.
/// </summary>
public sealed class OpenIdProviderTests : IAsyncLifetime
{
    private const string Redirect = "http://127.0.0.1:50001/callback";

    // RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    private EmulatorProcess _emulator = null!;
    private Wire _wire = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorProcess.StartAsync();
        _wire = new Wire(_emulator.Ready);
    }

    public ValueTask DisposeAsync()
    {
        _wire.Dispose();
        _emulator.Dispose();
        return default;
    }

    [Fact]
    public async Task Discovery_names_the_issuer_and_the_endpoints()
    {
        JsonElement metadata = (await _wire.GetAsync("/openid/corporate/.well-known/openid-configuration")).Body;
        JsonElement key = (await _wire.GetAsync(metadata.GetProperty("jwks_uri").GetString()!)).Body.GetProperty("keys")[0];

        Assert.Equal(new Uri(_emulator.Ready.BaseUrl, "/openid/corporate").AbsoluteUri, metadata.GetProperty("issuer").GetString());
        Assert.Equal(("RSA", "RS256"), (key.GetProperty("kty").GetString(), key.GetProperty("alg").GetString()));
        Assert.Equal(404, (await _wire.GetAsync("/openid/nobody/.well-known/openid-configuration")).Status);
    }

    [Fact]
    public async Task Code_is_exchanged_once_with_its_verifier()
    {
        string code = await GetCodeAsync();
        JsonElement tokens = (await RedeemAsync(code)).Body;
        WireResponse again = await RedeemAsync(code);
        WireResponse wrongVerifier = await RedeemAsync(await GetCodeAsync(), Verifier + "x");

        JsonElement claims = Claims(tokens);
        Assert.Equal(("admin", "otc-cli", "n-1"), (Claim(claims, "sub"), Claim(claims, "aud"), Claim(claims, "nonce")));
        Assert.StartsWith("emulator-code-", code);
        Assert.StartsWith("emulator-refresh-", tokens.GetProperty("refresh_token").GetString());
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal((400, "invalid_grant"), Problem(again));
        Assert.Equal((400, "invalid_grant"), Problem(wrongVerifier));
        Assert.Equal((400, "invalid_grant"), Problem(await RefreshAsync(tokens)));
    }

    [Fact]
    public async Task Authorization_response_has_state_and_issuer_or_an_error()
    {
        string accepted = await AuthorizeAsync();
        string noPkce = await AuthorizeAsync(challenge: "");
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "denies"}""");
        string denied = await AuthorizeAsync();
        WireResponse elsewhere = await _wire.GetAsync(AuthorizeUrl(redirect: "https://elsewhere.example/callback"));
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "waits"}""");
        WireResponse waiting = await _wire.GetAsync(AuthorizeUrl());

        string issuer = "&state=s-1&iss=" + Uri.EscapeDataString(new Uri(_emulator.Ready.BaseUrl, "/openid/corporate").AbsoluteUri);
        Assert.StartsWith(Redirect + "?code=", accepted);
        Assert.EndsWith(issuer, accepted);
        Assert.StartsWith(Redirect + "?error=invalid_request&", noPkce);
        Assert.StartsWith(Redirect + "?error=access_denied&", denied);
        Assert.EndsWith(issuer, denied);
        Assert.Equal((400, null), (elsewhere.Status, elsewhere.Header("Location")));
        Assert.Equal((200, null), (waiting.Status, waiting.Header("Location")));
    }

    [Fact]
    public async Task Refresh_token_is_valid_once_and_its_second_use_revokes_the_successor()
    {
        JsonElement first = (await RedeemAsync(await GetCodeAsync())).Body;
        await _emulator.SetSettingsAsync("""{"openIdUser": "operator"}""");
        JsonElement second = (await RefreshAsync(first)).Body;

        Assert.Equal("admin", Claim(Claims(second), "sub"));
        Assert.Equal((400, "invalid_grant"), Problem(await RefreshAsync(first)));
        Assert.Equal((400, "invalid_grant"), Problem(await RefreshAsync(second)));
    }

    [Fact]
    public async Task Revoked_refresh_token_is_invalid_and_an_unknown_one_is_not_an_error()
    {
        JsonElement tokens = (await RedeemAsync(await GetCodeAsync())).Body;
        string refreshToken = tokens.GetProperty("refresh_token").GetString()!;

        WireResponse unknown = await RevokeAsync("unknown");
        WireResponse revoked = await RevokeAsync(refreshToken);

        Assert.Equal((200, 200), (unknown.Status, revoked.Status));
        Assert.Equal((400, "invalid_grant"), Problem(await RefreshAsync(tokens)));
    }

    [Fact]
    public async Task Refresh_can_return_no_ID_token_or_be_refused()
    {
        JsonElement first = (await RedeemAsync(await GetCodeAsync())).Body;
        await _emulator.SetSettingsAsync("""{"idTokenOnRefresh": false}""");
        JsonElement second = (await RefreshAsync(first)).Body;
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "denies"}""");

        Assert.False(second.TryGetProperty("id_token", out _));
        Assert.Equal((400, "invalid_grant"), Problem(await RefreshAsync(second)));
    }

    [Fact]
    public async Task Refresh_token_needs_offline_access_and_consent()
    {
        JsonElement tokens = (await RedeemAsync(await GetCodeAsync(prompt: "login"))).Body;

        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Device_code_waits_for_the_user_and_respects_its_interval()
    {
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "waits", "deviceIntervalSeconds": 0.01}""");
        JsonElement device = await StartDeviceAsync();
        (int, string?) pending = Problem(await PollAsync(device));
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "denies", "deviceIntervalSeconds": 0}""");
        JsonElement denied = await StartDeviceAsync();

        Assert.EndsWith("/device?user_code=" + device.GetProperty("user_code").GetString(), device.GetProperty("verification_uri_complete").GetString());
        Assert.StartsWith("emulator-device-", device.GetProperty("device_code").GetString());
        Assert.Equal((400, "authorization_pending"), pending);
        Assert.False(denied.TryGetProperty("interval", out _));
        Assert.Equal((400, "access_denied"), Problem(await PollAsync(denied)));
        Assert.Equal((400, "slow_down"), Problem(await PollAsync(denied)));
    }

    [Fact]
    public async Task Device_code_that_the_user_accepted_gets_an_ID_token_once()
    {
        JsonElement device = await StartDeviceAsync();
        JsonElement tokens = (await PollAsync(device)).Body;

        Assert.Equal("admin", Claim(Claims(tokens), "sub"));
        Assert.True(tokens.TryGetProperty("refresh_token", out _));
        Assert.Equal((400, "invalid_grant"), Problem(await PollAsync(device)));
        await _emulator.SetSettingsAsync("""{"deviceCodeLifetimeSeconds": 0}""");
        Assert.Equal((400, "expired_token"), Problem(await PollAsync(await StartDeviceAsync())));
    }

    [Fact]
    public async Task Client_credentials_need_the_secret_of_a_confidential_client()
    {
        (string, string) grant = ("grant_type", "client_credentials");
        (string, string) id = ("client_id", "otc-web");

        WireResponse accepted = await PostTokenAsync(grant, id, ("client_secret", "emulator-client-secret-0000000000000001"));
        Assert.Equal(200, accepted.Status);
        Assert.False(accepted.Body.TryGetProperty("id_token", out _));
        Assert.Equal((401, "invalid_client"), Problem(await PostTokenAsync(grant, id, ("client_secret", "wrong"))));
        Assert.Equal((400, "unauthorized_client"), Problem(await PostTokenAsync(grant, ("client_id", "otc-cli"))));
        Assert.Equal(201, (await ExchangeAsync(accepted.Body.GetProperty("access_token").GetString()!)).Status);
    }

    [Theory]
    [InlineData("lifetimeSeconds", "-60")]
    [InlineData("audience", "\"other\"")]
    [InlineData("groups", "200")]
    public async Task IAM_answers_400_to_an_ID_token_that_it_does_not_accept(string property, string value)
    {
        string bad = await IssueAsync($", \"{property}\": {value}");

        WireResponse own = await ExchangeAsync(bad);
        await _emulator.SetSettingsAsync("""{"identityErrors": "iam"}""");
        WireResponse standard = await FederateAsync(bad);
        WireResponse unknown = await ExchangeAsync(bad, "nobody");

        const string Expected = """{"error":{"code":400,"message":"Request parameter 'id token' is invalid.","title":"Bad Request"}}""";
        Assert.Equal((400, Expected), (own.Status, own.Text));
        Assert.Equal((400, Expected), (standard.Status, standard.Text));
        Assert.Equal((400, Expected.Replace("id token", "idp id")), (unknown.Status, unknown.Text));
    }

    [Fact]
    public async Task Apache_in_front_of_Keystone_gives_the_reason_in_a_header()
    {
        WireResponse bad = await FederateAsync("abc");
        WireResponse noRule = await FederateAsync(await IssueAsync(user: "nobody"));

        Assert.Equal((401, "text/html; charset=iso-8859-1"), (bad.Status, bad.Header("Content-Type")));
        Assert.Equal("Bearer error=\"invalid_token\", error_description=\"JWT token could not be validated\"", bad.Header("WWW-Authenticate"));
        Assert.Equal((401, "application/json"), (noRule.Status, noRule.Header("Content-Type")));
    }

    [Fact]
    public async Task IAM_exchanges_an_ID_token_for_a_project_token_in_one_request()
    {
        WireResponse scoped = await ExchangeAsync(await IssueAsync(), scope: """, "scope": {"project": {"name": "eu-de_test"}}""");

        Assert.Equal(201, scoped.Status);
        Assert.Equal("eu-de_test", scoped.Body.GetProperty("token").GetProperty("project").GetProperty("name").GetString());
        Assert.StartsWith("gAAAAA", scoped.Header("X-Subject-Token"));
    }

    [Fact]
    public async Task Unscoped_token_of_an_ID_token_lists_its_projects_only_at_auth_projects()
    {
        _wire.Token = (await FederateAsync(await IssueAsync())).Header("X-Subject-Token");

        Assert.Equal(2, (await _wire.GetAsync("/v3/auth/projects")).Body.GetProperty("projects").GetArrayLength());
        Assert.Equal(403, (await _wire.GetAsync("/v3/projects?name=eu-de_test")).Status);
        Assert.Equal(403, (await _wire.GetAsync("/v3/auth/catalog")).Status);
    }

    private static (int Status, string? Error) Problem(WireResponse response) =>
        (response.Status, response.Body.GetProperty("error").GetString());

    private static JsonElement Claims(JsonElement tokens)
    {
        string part = tokens.GetProperty("id_token").GetString()!.Split('.')[1].Replace('-', '+').Replace('_', '/');
        byte[] json = Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='));
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(json));
        return document.RootElement.Clone();
    }

    private static string? Claim(JsonElement claims, string name) => claims.GetProperty(name).GetString();

    private static string AuthorizeUrl(string challenge = Challenge, string redirect = Redirect, string prompt = "consent") =>
        $"/openid/corporate/authorize?client_id=otc-cli&response_type=code&scope=openid%20offline_access&state=s-1&nonce=n-1&prompt={prompt}" +
        $"&code_challenge={challenge}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(redirect)}";

    private async Task<string> AuthorizeAsync(string challenge = Challenge, string prompt = "consent")
    {
        WireResponse response = await _wire.GetAsync(AuthorizeUrl(challenge, prompt: prompt));

        Assert.Equal(303, response.Status);
        return response.Header("Location")!;
    }

    private async Task<string> GetCodeAsync(string prompt = "consent")
    {
        string location = await AuthorizeAsync(prompt: prompt);
        return location.Split(["code=", "&"], StringSplitOptions.None)[1];
    }

    private Task<WireResponse> PostTokenAsync(params (string, string)[] form) => _wire.PostFormAsync("/openid/corporate/token", form);

    private Task<WireResponse> RevokeAsync(string token) =>
        _wire.PostFormAsync("/openid/corporate/revoke", ("client_id", "otc-cli"), ("token", token));

    private Task<WireResponse> RedeemAsync(string code, string verifier = Verifier) => PostTokenAsync(
        ("grant_type", "authorization_code"), ("client_id", "otc-cli"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));

    private Task<WireResponse> RefreshAsync(JsonElement tokens) => PostTokenAsync(
        ("grant_type", "refresh_token"), ("client_id", "otc-cli"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));

    private async Task<JsonElement> StartDeviceAsync() => (await _wire.PostFormAsync(
        "/openid/corporate/device/authorize", ("client_id", "otc-cli"), ("scope", "openid offline_access"))).Body;

    private Task<WireResponse> PollAsync(JsonElement device) => PostTokenAsync(
        ("grant_type", DeviceGrant), ("client_id", "otc-cli"), ("device_code", device.GetProperty("device_code").GetString()!));

    private async Task<string> IssueAsync(string more = "", string user = "admin")
    {
        string response = await _emulator.ControlAsync("POST", "id-tokens", $$"""{"identityProvider": "corporate", "user": "{{user}}"{{more}} }""");
        using JsonDocument json = JsonDocument.Parse(response);
        return json.RootElement.GetProperty("idToken").GetString()!;
    }

    private Task<WireResponse> FederateAsync(string token) => _wire.SendAsync(
        "POST", "/v3/OS-FEDERATION/identity_providers/corporate/protocols/oidc/auth", null, ("Authorization", "Bearer " + token));

    private Task<WireResponse> ExchangeAsync(string token, string provider = "corporate", string scope = "") => _wire.SendAsync(
        "POST", "/v3.0/OS-AUTH/id-token/tokens", $$"""{"auth": {"id_token": {"id": "{{token}}"}{{scope}} } }""", ("X-Idp-Id", provider));
}
