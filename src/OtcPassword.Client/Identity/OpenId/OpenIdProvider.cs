using System.Net.Http.Headers;
using System.Security;
using System.Text;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The requests to an OpenID provider: OpenID Connect Discovery, RFC 6749, RFC 7009, and RFC 8628.</summary>
internal sealed class OpenIdProvider(OpenIdCredential credential, ApiClient api)
{
    public const string SignInAgain = "Run Connect-OtcSession to sign in again.";

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
        OpenIdMetadata metadata = response.Read(request, new OpenIdMetadata());
        string? found = metadata.Issuer?.TrimEnd('/');
        return found == issuer.AbsoluteUri.TrimEnd('/') || found == issuer.OriginalString.TrimEnd('/')
            ? _metadata = metadata
            : throw Invalid(
                $"The metadata at {address} is that of another issuer: {SpecifiedText.Quote(metadata.Issuer ?? string.Empty)}.",
                "Specify the issuer with -Issuer exactly as the identity provider publishes it.");
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
    /// <param name="grantType">The value of grant_type.</param>
    /// <param name="write">Writes the other fields of the form.</param>
    /// <param name="context">Cancels the call.</param>
    public async Task<OpenIdTokens> RequestTokensAsync(
        string subject, string grantType, Action<FormBodyWriter> write, CallContext context)
    {
        OpenIdMetadata metadata = await DiscoverAsync(context).ConfigureAwait(false);
        Uri address = Endpoint(credential.TokenEndpoint, metadata.TokenEndpoint, "token endpoint");
        return await PostAsync(address, subject, form =>
        {
            form.Write("grant_type", grantType);
            write(form);
        }, static (request, response) => response.Read(request, new OpenIdTokens()), context).ConfigureAwait(false);
    }

    /// <summary>Requests a device code.</summary>
    public async Task<(DeviceAuthorization Device, OpenIdPrompt Prompt)> StartDeviceAsync(string scope, CallContext context)
    {
        OpenIdMetadata metadata = await DiscoverAsync(context).ConfigureAwait(false);
        Uri address = Endpoint(credential.DeviceEndpoint, metadata.DeviceAuthorizationEndpoint, "device authorization endpoint");
        return await PostAsync(address, "a device code", form => form.Write("scope", scope), static (request, response) =>
        {
            DeviceAuthorization device = response.Read(request, new DeviceAuthorization());
            return device is { DeviceCode.Length: > 0, UserCode: { Length: > 0 } userCode }
                && Uri.TryCreate(device.VerificationUri, UriKind.Absolute, out Uri? page) && ApiRequest.IsSafe(page)
                ? (device, new OpenIdPrompt(page, userCode))
                : throw response.Unexpected(request, "The device code, the user code, or the URL of the page is missing or not valid.");
        }, context).ConfigureAwait(false);
    }

    /// <summary>Revokes a refresh token, if the provider can. An invalid one is not an error (RFC 7009, section 2.2).</summary>
    public async Task RevokeAsync(SecureString refreshToken, CallContext context)
    {
        if ((await DiscoverAsync(context).ConfigureAwait(false)).RevocationEndpoint is { } endpoint)
        {
            await PostAsync(Endpoint(null, endpoint, "revocation endpoint"), "the revocation of the refresh token", form =>
            {
                form.WriteSecret("token", refreshToken);
                form.Write("token_type_hint", "refresh_token");
            }, static (_, response) => response, context, RequestKind.SignOut).ConfigureAwait(false);
        }
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
        IdTokenClaims? claims = IdTokenClaims.Read(idToken);
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
    public static ServiceErrorCode? Explain(string? code) => code switch
    {
        "invalid_client" or "unauthorized_client" => new(OtcError.AuthenticationFailed, ClientAdvice),
        "invalid_grant" or "expired_token" or "interaction_required" or "login_required" or "consent_required" =>
            new(OtcError.AuthenticationFailed, SignInAgain),
        "access_denied" => new(
            OtcError.AuthenticationFailed,
            "Run Connect-OtcSession again and accept the sign-in. If you did, ask an administrator of the identity provider for access."),
        "invalid_scope" => new(OtcError.ConfigurationInvalid, "Specify scopes that the identity provider supports with -Scope."),
        "invalid_request" or "unsupported_grant_type" or "unsupported_response_type" or "invalid_target" =>
            new(OtcError.ConfigurationInvalid, ClientAdvice),
        _ => null,
    };

    // The response is read before the body is cleared, because its secrets must be masked in errors.
    private async Task<T> PostAsync<T>(
        Uri address, string subject, Action<FormBodyWriter> write, Func<ApiRequest, ApiResponse, T> read, CallContext context,
        RequestKind kind = RequestKind.SignIn)
    {
        using var form = new FormBodyWriter();
        write(form);
        FixedHeader? client = Authenticate(form);
        using RequestBody body = form.ToBody();
        var request = new ApiRequest(HttpMethod.Post, address, subject)
        {
            Body = body,
            Kind = kind,
            RefusedAdvice = ClientAdvice,
            Explain = (_, error) => Explain(error.Code),
        };
        return read(request, await api.SendAsync(request, client, context).ConfigureAwait(false));
    }

    private FixedHeader? Authenticate(FormBodyWriter form)
    {
        if (credential.ClientSecret is { } secret
            && (_metadata?.TokenEndpointAuthMethodsSupported is not { } methods
                || methods.Contains("client_secret_basic") || !methods.Contains("client_secret_post")))
        {
            string pair = $"{Rfc3986.Encode(credential.ClientId)}:{Rfc3986.Encode(SecureText.Reveal(secret))}";
            var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
            return new FixedHeader(message => message.Headers.Authorization = basic);
        }

        form.Write("client_id", credential.ClientId);
        form.WriteSecret("client_secret", credential.ClientSecret);
        return null;
    }

    private static OtcException Invalid(string message, string action) => new(OtcError.ConfigurationInvalid, message, action);
}
