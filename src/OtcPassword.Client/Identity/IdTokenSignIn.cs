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
    private const string WhyNotRenewable = "that requires a new ID token of the identity provider";
    private const string Advice = "Verify the project name or ID, and that the user of the ID token has access to the project.";

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) => SignInAsync(
        context, domain => scope.NamesProject ? scope.In(domain) : scope);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(context, Scope.OfAccount);

    private async Task<SignInResult> SignInAsync(CallContext context, Func<DomainReference?, Scope> complete)
    {
        Token unscoped = await identity.CreateFederatedTokenAsync(
            SecureText.Reveal(credential.IdToken), credential.IdentityProvider, credential.Protocol, context).ConfigureAwait(false);
        SignInResult user = await SignInResult.OfTokenAsync(_ => Task.FromResult(unscoped), context, WhyNotRenewable).ConfigureAwait(false);
        Scope scope = complete(unscoped.Description.User?.Domain?.Id is { } id ? DomainReference.ById(id) : null);
        if (!scope.NamesProject && scope.Domain is null)
        {
            return user;
        }

        try
        {
            // The unscoped token is the parent of the other one, so that signing out revokes both.
            return await SignInResult.OfTokenAsync(
                c => identity.CreateTokenAsync(SignInBody.ForToken(unscoped.Value, scope), $"a token for {scope}", Advice, null, c),
                context,
                WhyNotRenewable,
                user.Authenticator).ConfigureAwait(false);
        }
        catch
        {
            user.Authenticator.Dispose();
            throw;
        }
    }
}
