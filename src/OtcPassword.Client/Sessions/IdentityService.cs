using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>IAM (Keystone v3): https://docs.otc.t-systems.com/identity-access-management/api-ref/</summary>
internal sealed class IdentityService(ApiClient api, Uri root)
{
    private static readonly TimeSpan OldestToken = TimeSpan.FromDays(365);

    /// <summary><c>POST /v3/auth/tokens</c>: a token for user name and password.</summary>
    public async Task<Token> SignInAsync(PasswordCredential credential, Scope scope, CallContext context)
    {
        byte[] body = SignInBody.ForPassword(credential, scope);
        try
        {
            return await CreateTokenAsync(
                new ApiRequest(
                    HttpMethod.Post,
                    At("auth/tokens"),
                    $"the sign-in of user '{credential.UserName}' of domain '{credential.DomainName}' to {scope}")
                {
                    Body = body,
                    RefusedAdvice = "Check user name, password, domain and project: the cloud does not say which of them is wrong.",
                },
                null,
                context).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(body, 0, body.Length);
        }
    }

    /// <summary><c>DELETE /v3/auth/tokens</c>: the token stops being accepted.</summary>
    public async Task RevokeAsync(Token token, CallContext context)
    {
        // By an authenticator of its own: a token that is refused here is gone already and must not be renewed.
        using var authenticator = new TokenAuthenticator(token, null);
        var request = new ApiRequest(HttpMethod.Delete, At("auth/tokens"), "the sign-out") { SubjectToken = token.Value };
        try
        {
            await api.SendAsync(request, authenticator, context).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.Error == OtcError.AuthenticationFailed || e.StatusCode == 404)
        {
            context.Trace("The token had ended before it was revoked.");
        }
    }

    /// <summary><c>GET /v3/auth/projects</c>: the projects the caller may work in.</summary>
    public async Task<IReadOnlyList<NamedWithDomain>> ListProjectsAsync(IRequestAuthenticator authenticator, CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, At("auth/projects"), "the list of projects");
        ApiResponse response = await api.SendAsync(request, authenticator, context).ConfigureAwait(false);
        return response.Read(request, IdentityJson.Default.ProjectsAnswer).Projects ?? [];
    }

    private async Task<Token> CreateTokenAsync(ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        ApiResponse response = await api.SendAsync(request, authenticator, context).ConfigureAwait(false);
        return response.SubjectToken is { Length: > 0 } value
            ? new Token(value, Describe(request, response))
            : throw response.Unexpected(request, "The answer has no X-Subject-Token header.");
    }

    private static TokenDescription Describe(ApiRequest request, ApiResponse response)
    {
        TokenDescription token = response.Read(request, IdentityJson.Default.TokenAnswer).Token
            ?? throw response.Unexpected(request, "The answer has no \"token\".");
        // Far-off dates would overflow what is computed from them.
        return token.ExpiresAt - (token.IssuedAt ?? DateTimeOffset.UtcNow) < OldestToken
            ? token
            : throw response.Unexpected(request, $"The token's end {token.ExpiresAt:u} cannot be right.");
    }

    private Uri At(string path) => new($"{root.AbsoluteUri.TrimEnd('/')}/{path}");
}
