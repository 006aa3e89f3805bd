using System.Net.Http.Headers;
using System.Security;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>IAM (Keystone v3): https://docs.otc.t-systems.com/identity-access-management/api-ref/</summary>
internal sealed class IdentityService(ApiClient api, Uri root)
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary><c>POST /v3/auth/tokens</c>: creates a token.</summary>
    /// <param name="body">The body that <see cref="SignInBody"/> wrote; disposed by this method.</param>
    /// <param name="subject">The subject of the request, for messages.</param>
    /// <param name="advice">The recommended action if the request is rejected.</param>
    /// <param name="caller">Authenticates the request; null if the body contains the credentials.</param>
    /// <param name="context">Cancels the call.</param>
    public async Task<Token> CreateTokenAsync(
        RequestBody body, string subject, string advice, IRequestAuthenticator? caller, CallContext context)
    {
        using (body)
        {
            var request = new ApiRequest(HttpMethod.Post, At("auth/tokens"), subject)
            {
                Body = body,
                // An unknown user or application credential.
                NotFound = OtcError.AuthenticationFailed,
                RefusedAdvice = advice,
            };
            return ReadToken(request, await api.SendAsync(request, caller, context).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// <c>POST /v3/OS-FEDERATION/identity_providers/{id}/protocols/{id}/auth</c>: creates an unscoped token for an ID token.
    /// </summary>
    public async Task<Token> CreateFederatedTokenAsync(string idToken, string provider, string protocol, CallContext context)
    {
        string path = $"OS-FEDERATION/identity_providers/{Rfc3986.Encode(provider)}/protocols/{Rfc3986.Encode(protocol)}/auth";
        string subject = $"the sign-in with the ID token of identity provider '{provider}' and protocol '{protocol}'";
        var refusal = new IdTokenRefusal(idToken);
        refusal.Describe(context);
        var request = new ApiRequest(HttpMethod.Post, At(path), subject)
        {
            NotFound = OtcError.ConfigurationInvalid,
            RefusedAdvice = refusal.Advice,
            Explain = refusal.Explain,
        };
        var bearer = new FixedHeader(message => message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", idToken));
        return ReadToken(request, await api.SendAsync(request, bearer, context).ConfigureAwait(false));
    }

    /// <summary>
    /// <c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>: creates a temporary access key. The parameters are those of
    /// <see cref="CreateTokenAsync"/>.
    /// </summary>
    public async Task<TemporaryKey> CreateTemporaryKeyAsync(
        RequestBody body, string subject, string advice, IRequestAuthenticator caller, CallContext context)
    {
        using (body)
        {
            // The path starts with /v3.0, not with /v3.
            var uri = new Uri($"{root.AbsoluteUri.TrimEnd('/')}.0/OS-CREDENTIAL/securitytokens");
            var request = new ApiRequest(HttpMethod.Post, uri, subject) { Body = body, RefusedAdvice = advice };
            return ReadTemporaryKey(request, await api.SendAsync(request, caller, context).ConfigureAwait(false));
        }
    }

    /// <summary>Reads a temporary access key, which IAM and the metadata service return in the same form.</summary>
    /// <exception cref="OtcException">UnexpectedResponse: it is incomplete or not valid.</exception>
    public static TemporaryKey ReadTemporaryKey(ApiRequest request, ApiResponse response)
    {
        TemporaryKeyBody? key = response.Read(request, new IdentityResponse()).Credential;
        if (key is not { Access: not null, Secret: not null, SecurityToken: not null })
        {
            throw response.Unexpected(request, "The temporary access key is missing or incomplete.");
        }

        // The Date header has whole seconds. Adding one makes the computed lifetime too short rather than too long.
        DateTimeOffset now = response.ServerTime?.AddSeconds(1) ?? DateTimeOffset.UtcNow;
        DateTimeOffset expiresAt = ReadExpiration(key.ExpiresAt, now, "access key", request, response);
        using SecureString secret = SecureText.Protect(key.Secret);
        using SecureString token = SecureText.Protect(key.SecurityToken);
        try
        {
            return new TemporaryKey(new AccessKeyCredential(key.Access, secret, token), expiresAt, now);
        }
        catch (OtcException e) when (e.Error == OtcError.ConfigurationInvalid)
        {
            // The message for an access key that a user specified names parameters.
            throw response.Unexpected(request, "The temporary access key is not valid.");
        }
    }

    /// <summary><c>GET /v3/auth/tokens</c>: gets the description of a token.</summary>
    public async Task<Token> DescribeTokenAsync(string value, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, At("auth/tokens"), "the validation of the specified token")
        {
            SubjectToken = value,
            // The identity service returns 404 for an expired token.
            NotFound = OtcError.AuthenticationFailed,
            RefusedAdvice = "Verify that the token is complete, was issued by this region's identity service, " +
                "and has not expired or been revoked.",
        };
        ApiResponse response = await api.SendAsync(request, TokenHeader(value), context).ConfigureAwait(false);
        return Describe(value, ReadDescription(request, response), null, request, response);
    }

    /// <summary><c>DELETE /v3/auth/tokens</c>: revokes a token.</summary>
    public async Task RevokeAsync(string token, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Delete, At("auth/tokens"), "the sign-out")
        {
            SubjectToken = token,
            Kind = RequestKind.SignOut,
        };
        try
        {
            // Without renewal: a token that is rejected here is already invalid.
            await api.SendAsync(request, TokenHeader(token), context).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.Error == OtcError.AuthenticationFailed || e.StatusCode == 404)
        {
            context.Trace("The token had already expired or been revoked.");
        }
    }

    /// <summary><c>GET /v3/auth/projects</c>: gets the projects that the user has access to.</summary>
    public Task<IReadOnlyList<NamedWithDomain>> ListProjectsAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        GetProjectsAsync("auth/projects", "the list of projects", caller, context, advice);

    /// <summary><c>GET /v3/projects?name=</c>: gets the projects with a name.</summary>
    public Task<IReadOnlyList<NamedWithDomain>> FindProjectsAsync(
        string name, IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        GetProjectsAsync($"projects?name={Rfc3986.Encode(name)}", $"project {SpecifiedText.Quote(name)}", caller, context, advice);

    /// <summary><c>GET /v3/auth/domains</c>: gets the user's account.</summary>
    public Task<IReadOnlyList<NamedWithDomain>> ListDomainsAsync(IRequestAuthenticator caller, CallContext context) =>
        GetAsync<NamedWithDomain>("auth/domains", "the user's account", body => body.Domains, caller, context, null);

    /// <summary><c>GET /v3/auth/catalog</c>: gets the service catalog.</summary>
    public Task<IReadOnlyList<CatalogService>> GetCatalogAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        GetAsync<CatalogService>("auth/catalog", "the service catalog", body => body.Catalog, caller, context, advice);

    private Task<IReadOnlyList<NamedWithDomain>> GetProjectsAsync(
        string path, string subject, IRequestAuthenticator caller, CallContext context, string? advice) =>
        GetAsync<NamedWithDomain>(path, subject, body => body.Projects, caller, context, advice, CheckProject);

    private async Task<IReadOnlyList<T>> GetAsync<T>(
        string path, string subject, Func<IdentityResponse, IReadOnlyList<T>?> list,
        IRequestAuthenticator caller, CallContext context, string? advice, Action<T, ApiRequest, ApiResponse>? check = null)
    {
        var request = new ApiRequest(HttpMethod.Get, At(path), subject) { RefusedAdvice = advice };
        ApiResponse response = await api.SendAsync(request, caller, context).ConfigureAwait(false);
        IReadOnlyList<T> entries = list(response.Read(request, new IdentityResponse()))
            ?? throw response.Unexpected(request, "The list is missing.");
        foreach (T entry in entries)
        {
            check?.Invoke(entry, request, response);
        }

        return entries;
    }

    private Token ReadToken(ApiRequest request, ApiResponse response)
    {
        // A token that is not valid in a header would fail in each later request, with a message that quotes it.
        string value = response.SubjectToken is { Length: > 0 } token && token.All(HeaderSecret.IsAllowed)
            ? token
            : throw response.Unexpected(request, "The X-Subject-Token header is missing or does not contain a valid token.");
        TokenDescription description = ReadDescription(request, response);
        DateTimeOffset? issuedAt = ResponseTime.Read(description.IssuedAt);
        return description.IssuedAt is null || issuedAt is not null
            ? Describe(value, description, issuedAt, request, response)
            : throw response.Unexpected(request, "The time when the token was issued is invalid.");
    }

    private static TokenDescription ReadDescription(ApiRequest request, ApiResponse response) =>
        response.Read(request, new IdentityResponse()).Token
        ?? throw response.Unexpected(request, "The 'token' object is missing.");

    private Token Describe(string value, TokenDescription token, DateTimeOffset? issuedAt, ApiRequest request, ApiResponse response)
    {
        if (token.Project is not null)
        {
            CheckProject(token.Project, request, response);
        }

        DateTimeOffset now = issuedAt ?? response.ServerTime ?? DateTimeOffset.UtcNow;
        return new Token(this, value, token, ReadExpiration(token.ExpiresAt, now, "token", request, response), now);
    }

    private static DateTimeOffset ReadExpiration(
        string? text, DateTimeOffset now, string noun, ApiRequest request, ApiResponse response)
    {
        DateTimeOffset expiresAt = ResponseTime.Read(text)
            ?? throw response.Unexpected(request, $"The expiration time of the {noun} is missing or invalid.");
        // Distant dates would overflow in computations.
        return (expiresAt - now).Duration() < LongestLifetime
            ? expiresAt
            : throw response.Unexpected(
                request,
                $"The expiration time of the {noun}, {expiresAt:u}, is not plausible. "
                    + $"Verify the clock of this computer, which shows {DateTimeOffset.UtcNow:u}.");
    }

    private static void CheckProject(NamedWithDomain project, ApiRequest request, ApiResponse response)
    {
        if (project.Id is { } id && !Scope.IsPossibleId(id))
        {
            throw response.Unexpected(request, "The response contains an invalid project ID.");
        }
    }

    private Uri At(string path) => new($"{root.AbsoluteUri.TrimEnd('/')}/{path}");

    private static FixedHeader TokenHeader(string token) => new(message => message.Headers.Add(Token.Header, token));
}
