using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// An ID token of an OpenID Connect identity provider. It gets an unscoped token, which is exchanged for the token of a
/// project or account.
/// </summary>
internal sealed class IdTokenSignIn(IdTokenCredential credential, IdentityService identity) : ISignInMethod
{
    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) => SignInAsync(
        context, domain => scope.NamesProject ? scope.In(domain) : scope);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(context, Scope.OfAccount);

    private async Task<SignInResult> SignInAsync(CallContext context, Func<DomainReference?, Scope> complete)
    {
        Token unscoped = await identity.CreateFederatedTokenAsync(
            SecureText.Reveal(credential.IdToken), credential.IdentityProvider, credential.Protocol, context).ConfigureAwait(false);
        SignInResult user = await TokenAuthenticator
            .SignInAsync(new Source(_ => Task.FromResult(unscoped)), identity, null, context).ConfigureAwait(false);
        Scope scope = complete(unscoped.Description.User?.Domain?.Id is { } id ? DomainReference.ById(id) : null);
        if (!scope.NamesProject && scope.Domain is null)
        {
            return user;
        }

        try
        {
            // The unscoped token is the parent of the other one, so that signing out revokes both.
            return await TokenAuthenticator.SignInAsync(
                new Source(c => ExchangeAsync(unscoped, scope, c)), identity, user.Authenticator, context).ConfigureAwait(false);
        }
        catch
        {
            user.Authenticator.Dispose();
            throw;
        }
    }

    private Task<Token> ExchangeAsync(Token unscoped, Scope scope, CallContext context) => identity.CreateTokenAsync(
        SignInBody.ForToken(unscoped, scope),
        $"a token for {scope}",
        "Verify the project name or ID, and that the user of the ID token has access to the project.",
        null,
        context);

    private sealed class Source(Func<CallContext, Task<Token>> getToken) : ITokenSource
    {
        public string WhyNotRenewable => "that requires a new ID token of the identity provider";

        public Task<Token> GetTokenAsync(CallContext context) => getToken(context);
    }
}
