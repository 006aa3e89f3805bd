using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace OtcPassword.Emulator.Identity;

/// <summary>
/// The OpenID providers of the companies: one for each identity provider of the scenario. They have no sign-in page: the
/// settings decide who signs in, and whether that user accepts.
/// </summary>
internal sealed class OpenIdApi(Cloud cloud)
{
    private const int DeviceInterval = 5; // If the response has none (RFC 8628, section 3.2).
    private const string DeviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private static readonly string[] Scopes = ["openid", "offline_access", "profile", "email", "groups"];

    private readonly OpenIdGrants _grants = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder provider = routes.MapGroup("/openid/{provider}").WithMetadata(CloudService.OpenId)
            .Require(call => Find(call) is null ? Page(404, "Unknown provider") : null);
        provider.MapGet("/.well-known/openid-configuration", (CloudCall call) =>
            Reply.Json(200, JsonNode.Parse(Resource.Text("openid-configuration.json", Find(call)!.Issuer(call.BaseUrl)))!.AsObject()));
        provider.MapGet("/jwks", ShowKeys);
        provider.MapGet("/authorize", Authorize);
        provider.MapGet("/job-token", IssueJobToken);
        provider.MapGet("/device", (CloudCall _) => Page(200, "The setting openIdSignIn decides, not this page"));
        provider.MapPost("/device/authorize", (CloudCall call) => Answer(call, StartDevice));
        provider.MapPost("/token", (CloudCall call) => Answer(call, IssueTokens));
        provider.MapPost("/revoke", (CloudCall call) => Answer(call, Revoke));
        provider.MapOthers("/{**path}", "/openid/unknown", _ => Page(404, "Unknown path"));
    }

    private Reply ShowKeys(CloudCall call)
    {
        IdentityProvider provider = Find(call)!;
        RSAParameters key = provider.Key.ExportParameters(includePrivateParameters: false);
        return Reply.Json(200, new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = provider.KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        });
    }

    // The ID tokens of GitHub's jobs: GET $ACTIONS_ID_TOKEN_REQUEST_URL&audience=… with $ACTIONS_ID_TOKEN_REQUEST_TOKEN.
    // https://docs.github.com/en/actions/reference/security/oidc
    private Reply IssueJobToken(CloudCall call)
    {
        string audience = OpenIdForm.Read(call.RawQuery)["audience"];
        if (call.Header("Authorization") != "Bearer emulator-job-token-request-00000000001" || audience.Length == 0)
        {
            return Fail(401, "unauthorized", "the request token or the audience is missing");
        }

        var claims = new IdTokenClaims(FindUser(call), audience, TimeSpan.FromSeconds(cloud.Settings.IdTokenLifetimeSeconds), null);
        return Reply.Json(200, new JsonObject { ["count"] = 1, ["value"] = IdToken.Issue(Find(call)!, call.BaseUrl, claims) });
    }

    private Reply Authorize(CloudCall call)
    {
        OpenIdForm form = OpenIdForm.Read(call.RawQuery);
        string redirectUri = form["redirect_uri"];
        if (FindClient(call, form["client_id"]) is not { } client)
        {
            return Page(400, "invalid_client");
        }

        if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out Uri? uri) || uri is not { Scheme: "http", IsLoopback: true })
        {
            // An error is never sent to an address that isn't registered.
            return Page(400, "invalid_redirect_uri");
        }

        (string Name, string Value)[] result = form switch
        {
            _ when form["response_type"] != "code" => Error("unsupported_response_type", "response_type must be code"),
            _ when !form.Scopes.Contains("openid") => Error("invalid_scope", "openid is missing"),
            _ when form["code_challenge"].Length > 0 && form["code_challenge_method"] != "S256" => Error("invalid_request", "S256 is required"),
            _ when form["code_challenge"].Length == 0 && client.Secret is null => Error("invalid_request", "PKCE is required for this client"),
            _ when cloud.Settings.OpenIdSignIn == OpenIdSignIn.Denies => Error("access_denied", "End-User aborted interaction"),
            _ => [("code", _grants.Add(new OpenIdGrant(client, FindUser(call), form.Granted(Scopes))
            {
                Nonce = form.Optional("nonce"),
                RedirectUri = redirectUri,
                Challenge = form.Optional("code_challenge"),
                MayRefresh = form.Scopes.Contains("offline_access") && form["prompt"].Split(' ').Contains("consent"),
            }, "code"))],
        };
        if (cloud.Settings.OpenIdSignIn == OpenIdSignIn.Waits)
        {
            return Page(200, "Sign in");
        }

        IEnumerable<(string Name, string Value)> answer = [.. result, ("state", form["state"]), ("iss", Find(call)!.Issuer(call.BaseUrl))];
        call.SetHeader("Location", QueryHelpers.AddQueryString(
            redirectUri, answer.Where(a => a.Value.Length > 0).Select(a => KeyValuePair.Create(a.Name, (string?)a.Value))));
        return Reply.Empty(303);
    }

    private Reply StartDevice(CloudCall call, OpenIdClient client, OpenIdForm form)
    {
        double interval = cloud.Settings.DeviceIntervalSeconds;
        DateTime expires = DateTime.UtcNow.AddSeconds(cloud.Settings.DeviceCodeLifetimeSeconds);
        var grant = new OpenIdGrant(client, FindUser(call), form.Granted(Scopes)) { MayRefresh = form.Scopes.Contains("offline_access") };
        string userCode = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 8).Insert(4, "-");
        string page = Find(call)!.Issuer(call.BaseUrl) + "/device";
        var response = new JsonObject
        {
            ["device_code"] = _grants.AddDevice(new DeviceGrant(grant, expires, interval > 0 ? interval : DeviceInterval)),
            ["user_code"] = userCode,
            ["verification_uri"] = page,
            ["verification_uri_complete"] = $"{page}?user_code={userCode}",
            ["expires_in"] = cloud.Settings.DeviceCodeLifetimeSeconds,
        };
        if (interval > 0)
        {
            response["interval"] = interval;
        }

        return Reply.Json(200, response);
    }

    private Reply IssueTokens(CloudCall call, OpenIdClient client, OpenIdForm form) => form["grant_type"] switch
    {
        "authorization_code" when _grants.Use(form["code"], client) is { } grant
            && grant.RedirectUri == form["redirect_uri"] && grant.IsVerifiedBy(form["code_verifier"]) => Tokens(call, grant, grant.Nonce),
        "refresh_token" when cloud.Settings.OpenIdSignIn == OpenIdSignIn.Accepts && _grants.Use(form["refresh_token"], client) is { } grant =>
            Tokens(call, grant, withIdToken: cloud.Settings.IdTokenOnRefresh),
        "authorization_code" or "refresh_token" => InvalidGrant(),
        DeviceGrantType => UseDevice(call, client, form["device_code"]),
        "client_credentials" when client.Secret is not null =>
            Tokens(call, new OpenIdGrant(client, FindUser(call), form.Granted(["profile", "email", "groups"]))),
        "client_credentials" => Fail(400, "unauthorized_client", "the client has no secret"),
        _ => Fail(400, "unsupported_grant_type", "the grant type is unknown"),
    };

    private Reply UseDevice(CloudCall call, OpenIdClient client, string code)
    {
        if (_grants.FindDevice(code, client) is not { } device)
        {
            return InvalidGrant();
        }

        string? problem = device.IsExpired ? "expired_token"
            : device.FindEarlyInterval() is not null ? "slow_down"
            : cloud.Settings.OpenIdSignIn switch
            {
                OpenIdSignIn.Waits => "authorization_pending",
                OpenIdSignIn.Denies => "access_denied",
                _ => null,
            };
        if (problem is not null)
        {
            return Fail(400, problem, "the device code can't be used now");
        }

        _grants.RemoveDevice(code);
        return Tokens(call, device.Grant);
    }

    private Reply Tokens(CloudCall call, OpenIdGrant grant, string? nonce = null, bool withIdToken = true)
    {
        IdentityProvider provider = Find(call)!;
        var lifetime = TimeSpan.FromSeconds(cloud.Settings.IdTokenLifetimeSeconds);
        string token = IdToken.Issue(provider, call.BaseUrl, new IdTokenClaims(grant.User, grant.Client.Id, lifetime, nonce));
        var response = new JsonObject
        {
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["expires_in"] = cloud.Settings.IdTokenLifetimeSeconds,
            ["scope"] = grant.Scope,
        };
        if (withIdToken && grant.Scope.Split(' ').Contains("openid"))
        {
            response["id_token"] = token;
        }

        if (grant.MayRefresh)
        {
            response["refresh_token"] = _grants.Add(grant, "refresh");
        }

        return Reply.Json(200, response);
    }

    // The response is the same if the token is not valid (RFC 7009, section 2.2).
    private Reply Revoke(CloudCall call, OpenIdClient client, OpenIdForm form)
    {
        _grants.Revoke(form["token"], client);
        return Reply.Json(200, []);
    }

    private Reply Answer(CloudCall call, Func<CloudCall, OpenIdClient, OpenIdForm, Reply> handle)
    {
        call.SetHeader("Cache-Control", "no-store");
        OpenIdForm form = OpenIdForm.Read(Encoding.UTF8.GetString(call.Body));
        (string id, string secret) = OpenIdForm.ReadBasic(call.Header("Authorization")) ?? (form["client_id"], form["client_secret"]);
        return FindClient(call, id) is { } client && (client.Secret ?? "") == secret
            ? handle(call, client, form)
            : Fail(401, "invalid_client", "client authentication failed");
    }

    private static Reply InvalidGrant() => Fail(400, "invalid_grant", "grant request is invalid");

    private static (string Name, string Value)[] Error(string error, string description) =>
        [("error", error), ("error_description", description)];

    private static Reply Fail(int status, string error, string description) =>
        Reply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });

    private static Reply Page(int status, string text) => Reply.Text(status, "text/html; charset=utf-8", $"<!doctype html>\n<title>{text}</title>\n");

    private IdentityProvider? Find(CloudCall call) => cloud.IdentityProviders.FirstOrDefault(p => p.Name == call.RouteValue("provider"));

    /// <summary>Returns the user who signs in now.</summary>
    private string FindUser(CloudCall call) => cloud.Settings.OpenIdUser ?? Find(call)!.Domain.Users[0].Name;

    private OpenIdClient? FindClient(CloudCall call, string id) => Array.Find(Find(call)!.Clients, client => client.Id == id);
}

/// <summary>The parameters of a request of OAuth 2.0, in a query or form. A missing one is empty.</summary>
internal sealed class OpenIdForm(Dictionary<string, StringValues> values)
{
    public string this[string name] => values.TryGetValue(name, out StringValues found) ? found.ToString() : "";

    public string[] Scopes => this["scope"].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static OpenIdForm Read(string encoded) => new(QueryHelpers.ParseQuery(encoded));

    /// <summary>Returns the client ID and secret of the Authorization header, which are encoded as in a form, or null.</summary>
    public static (string Id, string Secret)? ReadBasic(string? authorization)
    {
        const string Scheme = "Basic ";
        if (authorization?.StartsWith(Scheme, StringComparison.Ordinal) != true)
        {
            return null;
        }

        byte[] bytes = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[Scheme.Length..], bytes, out int length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
                ? (Read("v=" + id)["v"], Read("v=" + secret)["v"])
                : ("", "");
    }

    public string? Optional(string name) => this[name] is { Length: > 0 } value ? value : null;

    public string Granted(string[] supported) => string.Join(' ', Scopes.Intersect(supported));
}
