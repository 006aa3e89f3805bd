using System.Net.Http.Headers;
using System.Security;
using System.Text.Json.Serialization.Metadata;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Identity.Api;

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
            ApiResponse response = await api.SendAsync(request, caller, context).ConfigureAwait(false);
            return ReadToken(request, response);
        }
    }

    /// <summary><c>POST /v3/OS-FEDERATION/identity_providers/{id}/protocols/{id}/auth</c>: creates an unscoped token for an ID token.</summary>
    public async Task<Token> CreateFederatedTokenAsync(string idToken, string provider, string protocol, CallContext context)
    {
        var request = new ApiRequest(
            HttpMethod.Post,
            At($"OS-FEDERATION/identity_providers/{Rfc3986.Encode(provider)}/protocols/{Rfc3986.Encode(protocol)}/auth"),
            $"the sign-in with the ID token of identity provider '{provider}' and protocol '{protocol}'")
        {
            NotFound = OtcError.ConfigurationInvalid,
            RefusedAdvice = "Verify the names of the identity provider and of its protocol (-IdentityProvider, -Protocol). ID tokens expire after minutes: get a new one immediately before the sign-in.",
        };
        ApiResponse response = await api.SendAsync(request, new BearerToken(idToken), context).ConfigureAwait(false);
        return ReadToken(request, response);
    }

    /// <summary><c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>: creates a temporary access key.</summary>
    /// <param name="body">The body that <see cref="SignInBody"/> wrote; disposed by this method.</param>
    /// <param name="subject">The subject of the request, for messages.</param>
    /// <param name="advice">The recommended action if the request is rejected.</param>
    /// <param name="user">Authenticates the request.</param>
    /// <param name="context">Cancels the call.</param>
    public async Task<TemporaryKey> CreateTemporaryKeyAsync(
        RequestBody body, string subject, string advice, IRequestAuthenticator user, CallContext context)
    {
        using (body)
        {
            // The path starts with /v3.0, not with /v3.
            var uri = new Uri($"{root.AbsoluteUri.TrimEnd('/')}.0/OS-CREDENTIAL/securitytokens");
            var request = new ApiRequest(HttpMethod.Post, uri, subject) { Body = body, RefusedAdvice = advice };
            ApiResponse response = await api.SendAsync(request, user, context).ConfigureAwait(false);
            TemporaryKeyBody? key = response.Read(request, IdentityJson.Default.TemporaryKeyResponse).Credential;
            if (key is not { Access: not null, Secret: not null, Securitytoken: not null }
                || ResponseTime.Read(key.ExpiresAt) is not { } expiresAt)
            {
                throw response.Unexpected(request, "The temporary access key is missing or incomplete.");
            }

            // The Date header has whole seconds. Adding one makes the computed lifetime too short rather than too long.
            DateTimeOffset now = response.ServerTime?.AddSeconds(1) ?? DateTimeOffset.UtcNow;
            if ((expiresAt - now).Duration() >= LongestLifetime)
            {
                throw response.Unexpected(request, $"The expiration time of the access key, {expiresAt:u}, is not plausible.");
            }

            using SecureString secret = SecureText.Protect(key.Secret);
            using SecureString token = SecureText.Protect(key.Securitytoken);
            return new TemporaryKey(new AccessKeyCredential(key.Access, secret, token), expiresAt, now);
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
            RefusedAdvice = "Verify that the token is complete, was issued by this region's identity service, and has not expired or been revoked.",
        };
        ApiResponse response = await api.SendAsync(request, new BareToken(value), context).ConfigureAwait(false);
        return Describe(value, ReadDescription(request, response), null, request, response);
    }

    /// <summary><c>DELETE /v3/auth/tokens</c>: revokes a token.</summary>
    public async Task RevokeAsync(Token token, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Delete, At("auth/tokens"), "the sign-out") { SubjectToken = token.Value };
        try
        {
            // Without renewal: a token that is rejected here is already invalid.
            await api.SendAsync(request, new BareToken(token.Value), context).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.Error == OtcError.AuthenticationFailed || e.StatusCode == 404)
        {
            context.Trace("The token had already expired or been revoked.");
        }
    }

    /// <summary><c>GET /v3/auth/projects</c>: gets the projects that the user has access to.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> ListProjectsAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        await GetProjectsAsync("auth/projects", "the list of projects", caller, context, advice).ConfigureAwait(false);

    /// <summary><c>GET /v3/projects?name=</c>: gets the projects with a name.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> FindProjectsAsync(
        string name, IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        await GetProjectsAsync($"projects?name={Rfc3986.Encode(name)}", $"project {SpecifiedText.Quote(name)}", caller, context, advice)
            .ConfigureAwait(false);

    /// <summary><c>GET /v3/auth/domains</c>: gets the user's account.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> ListDomainsAsync(IRequestAuthenticator caller, CallContext context) =>
        (await GetAsync("auth/domains", "the user's account", IdentityJson.Default.DomainsResponse, caller, context, null)
            .ConfigureAwait(false)).Domains ?? [];

    /// <summary><c>GET /v3/auth/catalog</c>: gets the service catalog.</summary>
    public async Task<IReadOnlyList<CatalogService>> GetCatalogAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        (await GetAsync("auth/catalog", "the service catalog", IdentityJson.Default.CatalogResponse, caller, context, advice)
            .ConfigureAwait(false)).Catalog ?? [];

    private async Task<IReadOnlyList<NamedWithDomain>> GetProjectsAsync(
        string path, string subject, IRequestAuthenticator caller, CallContext context, string? advice)
    {
        var request = new ApiRequest(HttpMethod.Get, At(path), subject) { RefusedAdvice = advice };
        ApiResponse response = await api.SendAsync(request, caller, context).ConfigureAwait(false);
        IReadOnlyList<NamedWithDomain> projects = response.Read(request, IdentityJson.Default.ProjectsResponse).Projects ?? [];
        foreach (NamedWithDomain project in projects)
        {
            CheckProject(project, request, response);
        }

        return projects;
    }

    private async Task<T> GetAsync<T>(
        string path, string subject, JsonTypeInfo<T> type,
        IRequestAuthenticator caller, CallContext context, string? advice)
        where T : class
    {
        var request = new ApiRequest(HttpMethod.Get, At(path), subject) { RefusedAdvice = advice };
        ApiResponse response = await api.SendAsync(request, caller, context).ConfigureAwait(false);
        return response.Read(request, type);
    }

    private static Token ReadToken(ApiRequest request, ApiResponse response)
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
        response.Read(request, IdentityJson.Default.TokenResponse).Token
        ?? throw response.Unexpected(request, "The 'token' object is missing.");

    private static Token Describe(
        string value, TokenDescription token, DateTimeOffset? issuedAt, ApiRequest request, ApiResponse response)
    {
        CheckProject(token.Project, request, response);
        DateTimeOffset expiresAt = ResponseTime.Read(token.ExpiresAt)
            ?? throw response.Unexpected(request, "The expiration time of the token is missing or invalid.");
        DateTimeOffset now = issuedAt ?? response.ServerTime ?? DateTimeOffset.UtcNow;
        // Distant dates would overflow in computations.
        return (expiresAt - now).Duration() < LongestLifetime
            ? new Token(value, token, expiresAt, now)
            : throw response.Unexpected(request, $"The expiration time of the token, {expiresAt:u}, is not plausible.");
    }

    private static void CheckProject(NamedWithDomain? project, ApiRequest request, ApiResponse response)
    {
        if (project?.Id is { } id && !ProjectId.IsPossible(id))
        {
            throw response.Unexpected(request, "The response contains an invalid project ID.");
        }
    }

    private Uri At(string path) => new($"{root.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Adds a token without renewal.</summary>
    private sealed class BareToken(string value) : IRequestAuthenticator
    {
        public Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
        {
            message.Headers.Add(Token.Header, value);
            return Task.CompletedTask;
        }

        public Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context) => Task.FromResult(false);

        public bool HasEnded(HttpRequestMessage refused) => false;
    }

    /// <summary>A token of an identity provider.</summary>
    private sealed class BearerToken(string value) : IRequestAuthenticator
    {
        public Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
            return Task.CompletedTask;
        }

        public Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context) => Task.FromResult(false);

        public bool HasEnded(HttpRequestMessage refused) => false;
    }
}
