using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The requests to an OpenID provider: OpenID Connect Discovery, RFC 6749, and RFC 8628.</summary>
internal sealed class OpenIdProvider(OpenIdCredential credential, ApiClient api)
{
    private const string ClientAdvice =
        "Verify -ClientId and -ClientSecret, and that the identity provider allows the client to sign in this way.";

    private OpenIdMetadata? _metadata;

    /// <summary>Gets the issuer for messages.</summary>
    public string Name => (credential.Issuer ?? credential.TokenEndpoint)?.Authority ?? string.Empty;

    /// <summary>Gets the metadata of the provider; empty if only its endpoints were specified.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: the issuer is not the one that was specified.</exception>
    public async Task<OpenIdMetadata> DiscoverAsync(CallContext context)
    {
        if (_metadata is not null || credential.Issuer is not { } issuer)
        {
            return _metadata ??= new OpenIdMetadata();
        }

        if (!ApiRequest.IsSafe(issuer) || issuer.UserInfo.Length > 0 || issuer.Query.Length > 0 || issuer.Fragment.Length > 0)
        {
            throw Invalid(
                "The issuer is not an HTTPS URL without user name, query, and fragment.",
                "Specify the issuer as the identity provider publishes it, such as https://login.example.com/realms/x.");
        }

        var address = new Uri(issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");
        var request = new ApiRequest(HttpMethod.Get, address, "the metadata of the identity provider")
        {
            Explain = (status, _) => status is >= 400 and < 500
                ? new(OtcError.ConfigurationInvalid, "Verify -Issuer: this URL followed by /.well-known/openid-configuration must exist.")
                : null,
        };
        ApiResponse response = await api.SendAsync(request, null, context).ConfigureAwait(false);
        OpenIdMetadata metadata = response.Read(request, OpenIdJson.Default.OpenIdMetadata);
        string? found = metadata.Issuer?.TrimEnd('/');
        if (found != issuer.AbsoluteUri.TrimEnd('/') && found != issuer.OriginalString.TrimEnd('/'))
        {
            throw Invalid(
                $"The metadata at {address} is that of another issuer: {SpecifiedText.Quote(metadata.Issuer ?? string.Empty)}.",
                "Specify the issuer with -Issuer exactly as the identity provider publishes it.");
        }

        return _metadata = metadata;
    }

    /// <summary>Returns an endpoint that is safe to send secrets to.</summary>
    /// <param name="specified">The endpoint that the user specified, or null.</param>
    /// <param name="found">The endpoint in the metadata, or null.</param>
    /// <param name="name">The name of the endpoint, for messages.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is missing or not safe.</exception>
    public Uri Endpoint(Uri? specified, string? found, string name)
    {
        Uri? address = specified ?? (Uri.TryCreate(found, UriKind.Absolute, out Uri? parsed) ? parsed : null);
        return address is not null && ApiRequest.IsSafe(address) && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? address
            : throw Invalid(
                $"The identity provider {Name} has no {name} that is an HTTPS URL.",
                "Specify the issuer with -Issuer, and use a sign-in method that the identity provider supports.");
    }

    /// <summary>Requests tokens.</summary>
    /// <param name="subject">The subject of the request, for messages.</param>
    /// <param name="refused">The recommended action if the provider rejects the code or refresh token.</param>
    /// <param name="write">Writes the fields of the form.</param>
    /// <param name="context">Cancels the call.</param>
    public async Task<OpenIdTokens> RequestTokensAsync(string subject, string refused, Action<FormBodyWriter> write, CallContext context)
    {
        OpenIdMetadata metadata = await DiscoverAsync(context).ConfigureAwait(false);
        Uri address = Endpoint(credential.TokenEndpoint, metadata.TokenEndpoint, "token endpoint");
        (ApiRequest request, ApiResponse response) = await PostAsync(address, subject, refused, write, context).ConfigureAwait(false);
        return response.Read(request, OpenIdJson.Default.OpenIdTokens);
    }

    /// <summary>Requests a device code.</summary>
    public async Task<(string Code, OpenIdPrompt Prompt, DeviceAuthorization Times)> StartDeviceAsync(string? scope, CallContext context)
    {
        OpenIdMetadata metadata = await DiscoverAsync(context).ConfigureAwait(false);
        Uri address = Endpoint(credential.DeviceEndpoint, metadata.DeviceAuthorizationEndpoint, "device authorization endpoint");
        (ApiRequest request, ApiResponse response) = await PostAsync(
            address, "a device code", ClientAdvice, form => form.Write("scope", scope), context).ConfigureAwait(false);
        DeviceAuthorization device = response.Read(request, OpenIdJson.Default.DeviceAuthorization);
        return device is { DeviceCode: { Length: > 0 } code, UserCode: { Length: > 0 } userCode }
            && Uri.TryCreate(device.VerificationUri, UriKind.Absolute, out Uri? page) && ApiRequest.IsSafe(page)
            ? (code, new OpenIdPrompt(page, userCode), device)
            : throw response.Unexpected(request, "The device code, the user code, or the URL of the page is missing or not valid.");
    }

    /// <summary>Verifies the claims of an ID token, whose signature the identity service verifies.</summary>
    /// <param name="tokens">The response of the token endpoint over TLS (OpenID Connect Core, section 3.1.3.7).</param>
    /// <param name="nonce">The nonce of the sign-in; null for a device code or refresh token.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">AuthenticationFailed: the ID token is missing or not the one that was requested.</exception>
    public async Task<(string IdToken, IdTokenClaims Claims)> VerifyAsync(OpenIdTokens tokens, string? nonce, CallContext context)
    {
        if (tokens.IdToken is not { Length: > 0 } idToken)
        {
            throw Failed(
                "returned no ID token",
                "Include openid in -Scope. If the sign-in was to be renewed, run Connect-OtcSession to sign in again.");
        }

        OpenIdMetadata metadata = await DiscoverAsync(context).ConfigureAwait(false);
        IdTokenClaims? claims = ReadClaims(idToken);
        string? problem = claims is null || !idToken.All(HeaderSecret.IsAllowed) ? "is not a JSON Web Token"
            : metadata.Issuer is not null && claims.Iss != metadata.Issuer ? "is that of another issuer (iss)"
            : !claims.IsFor(credential.ClientId) ? "is not intended for this client (aud)"
            : nonce is not null && claims.Nonce != nonce ? "does not belong to this sign-in (nonce)"
            : null;
        return problem is null
            ? (idToken, claims!)
            : throw Failed($"returned an ID token that {problem}", "Verify -Issuer and -ClientId, and run Connect-OtcSession again.");
    }

    public OtcException Failed(string what, string action) =>
        new(OtcError.AuthenticationFailed, $"The identity provider {Name} {what}.", action);

    /// <summary>Explains an error code of OAuth 2.0; null for an unknown one.</summary>
    public static ServiceErrorCode? Explain(string? code, string refused) => code switch
    {
        "invalid_client" or "unauthorized_client" => new(OtcError.AuthenticationFailed, ClientAdvice),
        "invalid_grant" or "expired_token" or "interaction_required" or "login_required" or "consent_required" =>
            new(OtcError.AuthenticationFailed, refused),
        "access_denied" => new(
            OtcError.AuthenticationFailed,
            "Run Connect-OtcSession again and accept the sign-in. If you did, ask an administrator of the identity provider for access."),
        "invalid_scope" => new(OtcError.ConfigurationInvalid, "Specify scopes that the identity provider supports with -Scope."),
        "invalid_request" or "unsupported_grant_type" or "unsupported_response_type" or "invalid_target" =>
            new(OtcError.ConfigurationInvalid, ClientAdvice),
        _ => null,
    };

    private async Task<(ApiRequest Request, ApiResponse Response)> PostAsync(
        Uri address, string subject, string refused, Action<FormBodyWriter> write, CallContext context)
    {
        using var form = new FormBodyWriter();
        write(form);
        IRequestAuthenticator? client = Authenticate(form);
        using RequestBody body = form.ToBody();
        var request = new ApiRequest(HttpMethod.Post, address, subject)
        {
            Body = body,
            RefusedAdvice = ClientAdvice,
            Explain = (_, error) => Explain(error.Code, refused),
        };
        return (request, await api.SendAsync(request, client, context).ConfigureAwait(false));
    }

    private ClientHeader? Authenticate(FormBodyWriter form)
    {
        if (credential.ClientSecret is not { } secret)
        {
            form.Write("client_id", credential.ClientId);
            return null;
        }

        if (_metadata?.TokenEndpointAuthMethodsSupported is { } methods
            && methods.Contains("client_secret_post") && !methods.Contains("client_secret_basic"))
        {
            form.Write("client_id", credential.ClientId);
            form.WriteSecret("client_secret", secret);
            return null;
        }

        string pair = $"{Rfc3986.Encode(credential.ClientId)}:{Rfc3986.Encode(SecureText.Reveal(secret))}";
        return new ClientHeader(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair))));
    }

    private static IdTokenClaims? ReadClaims(string idToken)
    {
        try
        {
            return JsonWebToken.ReadClaims(idToken) is { } json ? JsonSerializer.Deserialize(json, OpenIdJson.Default.IdTokenClaims) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OtcException Invalid(string message, string action) => new(OtcError.ConfigurationInvalid, message, action);

    private sealed class ClientHeader(AuthenticationHeaderValue value) : IRequestAuthenticator
    {
        public Task<IRenewable?> AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
        {
            message.Headers.Authorization = value;
            return Task.FromResult<IRenewable?>(null);
        }
    }
}
