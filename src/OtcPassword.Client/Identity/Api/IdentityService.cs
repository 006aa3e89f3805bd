using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Identity.Api;

/// <summary>IAM (Keystone v3): https://docs.otc.t-systems.com/identity-access-management/api-ref/</summary>
internal sealed class IdentityService(ApiClient api, Uri root)
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary><c>POST /v3/auth/tokens</c>: a new token.</summary>
    /// <param name="body">What <see cref="SignInBody"/> wrote; disposed here.</param>
    /// <param name="subject">What it is for, as it stands in messages.</param>
    /// <param name="advice">What to do when it is refused.</param>
    /// <param name="caller">Who asks; null if the body says it.</param>
    /// <param name="context">Stops the call.</param>
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

    /// <summary><c>POST /v3/OS-FEDERATION/identity_providers/{id}/protocols/{id}/auth</c>: an unscoped token for an ID token.</summary>
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

    /// <summary><c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>: a temporary access key.</summary>
    /// <param name="body">What <see cref="SignInBody"/> wrote; disposed here.</param>
    /// <param name="subject">What it is for, as it stands in messages.</param>
    /// <param name="advice">What to do when it is refused.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="context">Stops the call.</param>
    public async Task<TemporaryKey> CreateTemporaryKeyAsync(
        RequestBody body, string subject, string advice, IRequestAuthenticator user, CallContext context)
    {
        using (body)
        {
            // Beside /v3, not below it.
            var uri = new Uri($"{root.AbsoluteUri.TrimEnd('/')}.0/OS-CREDENTIAL/securitytokens");
            var request = new ApiRequest(HttpMethod.Post, uri, subject) { Body = body, RefusedAdvice = advice };
            ApiResponse response = await api.SendAsync(request, user, context).ConfigureAwait(false);
            TemporaryKeyBody? key = response.Read(request, IdentityJson.Default.TemporaryKeyResponse).Credential;
            if (key is not { Access: not null, Secret: not null, Securitytoken: not null })
            {
                throw response.Unexpected(request, "The response has no temporary access key.");
            }

            // The Date header has whole seconds. The later end of its second makes the key's life rather too short.
            DateTimeOffset now = response.ServerTime?.AddSeconds(1) ?? DateTimeOffset.UtcNow;
            if ((key.ExpiresAt - now).Duration() >= LongestLifetime)
            {
                throw response.Unexpected(request, $"The expiration date {key.ExpiresAt:u} of the access key is not valid.");
            }

            using SecureString secret = SecureText.Protect(key.Secret);
            using SecureString token = SecureText.Protect(key.Securitytoken);
            return new TemporaryKey(new AccessKeyCredential(key.Access, secret, token), key.ExpiresAt, now);
        }
    }

    /// <summary><c>GET /v3/auth/tokens</c>: what a token is good for.</summary>
    public async Task<Token> DescribeTokenAsync(string value, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, At("auth/tokens"), "the validation of the token")
        {
            SubjectToken = value,
            // To the identity service an ended token is one it cannot find.
            NotFound = OtcError.AuthenticationFailed,
            RefusedAdvice = "Check that the token is complete, of this region's identity service, and has not expired or been revoked.",
        };
        ApiResponse response = await api.SendAsync(request, new BareToken(value), context).ConfigureAwait(false);
        return Describe(value, request, response, _ => null);
    }

    /// <summary><c>DELETE /v3/auth/tokens</c>: the token stops being accepted.</summary>
    public async Task RevokeAsync(Token token, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Delete, At("auth/tokens"), "the sign-out") { SubjectToken = token.Value };
        try
        {
            // Bare: a token that is refused here is gone already and must not be renewed.
            await api.SendAsync(request, new BareToken(token.Value), context).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.Error == OtcError.AuthenticationFailed || e.StatusCode == 404)
        {
            context.Trace("The token had ended before it was revoked.");
        }
    }

    /// <summary><c>GET /v3/auth/projects</c>: the projects the caller may work in.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> ListProjectsAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        await GetProjectsAsync("auth/projects", "the list of projects", caller, context, advice).ConfigureAwait(false);

    /// <summary><c>GET /v3/projects?name=</c>: the projects of a name.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> FindProjectsAsync(
        string name, IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        await GetProjectsAsync($"projects?name={Rfc3986.Encode(name)}", $"project '{name}'", caller, context, advice)
            .ConfigureAwait(false);

    /// <summary><c>GET /v3/auth/domains</c>: the caller's account.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> ListDomainsAsync(IRequestAuthenticator caller, CallContext context) =>
        (await GetAsync("auth/domains", "the caller's account", IdentityJson.Default.DomainsResponse, caller, context, null)
            .ConfigureAwait(false)).Domains ?? [];

    /// <summary><c>GET /v3/auth/catalog</c>: the services the caller can reach.</summary>
    public async Task<IReadOnlyList<CatalogService>> GetCatalogAsync(
        IRequestAuthenticator caller, CallContext context, string? advice = null) =>
        (await GetAsync("auth/catalog", "the catalog", IdentityJson.Default.CatalogResponse, caller, context, advice)
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
        // What no header can carry would fail at each request to come, with a message that quotes it.
        string value = response.SubjectToken is { Length: > 0 } token && token.All(HeaderSecret.IsAllowed)
            ? token
            : throw response.Unexpected(request, "The answer has no X-Subject-Token header with a token.");
        return Describe(value, request, response, token => token.IssuedAt);
    }

    private static Token Describe(
        string value, ApiRequest request, ApiResponse response, Func<TokenDescription, DateTimeOffset?> time)
    {
        TokenDescription token = response.Read(request, IdentityJson.Default.TokenResponse).Token
            ?? throw response.Unexpected(request, "The answer has no \"token\".");
        CheckProject(token.Project, request, response);
        DateTimeOffset now = time(token) ?? response.ServerTime ?? DateTimeOffset.UtcNow;
        // Far-off dates would overflow what is computed from them.
        return (token.ExpiresAt - now).Duration() < LongestLifetime
            ? new Token(value, token, now)
            : throw response.Unexpected(request, $"The token's end {token.ExpiresAt:u} cannot be right.");
    }

    private static void CheckProject(NamedWithDomain? project, ApiRequest request, ApiResponse response)
    {
        if (project?.Id is { } id && !ProjectId.IsPossible(id))
        {
            throw response.Unexpected(request, "The answer names a project id that can be none.");
        }
    }

    private Uri At(string path) => new($"{root.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>A token as it is, without renewal.</summary>
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
