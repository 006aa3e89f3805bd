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

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) => SignInAsync(context, async (token, user) =>
    {
        // The name of a project is unique only in its account, which is often not the account of the user: Keystone creates an
        // account for the users of each identity provider.
        var projects = new ProjectLookup(identity, $"User {SpecifiedText.Quote(token.User?.Name ?? string.Empty)}", Advice, isOwn: true);
        NamedWithDomain? project = await projects.FindAsync(scope, user, context).ConfigureAwait(false);
        return scope.Domain?.Name is not null && scope.ProjectName is not null ? scope
            : project is null ? Scope.Unspecified
            : new Scope(project.Id, null, null);
    });

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(context, (token, _) =>
        Task.FromResult(Scope.OfAccount(token.User?.Domain?.Id is { } id ? DomainReference.ById(id) : null)));

    private async Task<SignInResult> SignInAsync(
        CallContext context, Func<TokenDescription, IRequestAuthenticator, Task<Scope>> findScope)
    {
        Token unscoped = await identity.CreateFederatedTokenAsync(
            SecureText.Reveal(credential.IdToken), credential.IdentityProvider, credential.Protocol, context).ConfigureAwait(false);
        SignInResult user = await SignInResult.OfTokenAsync(_ => Task.FromResult(unscoped), context, WhyNotRenewable).ConfigureAwait(false);
        try
        {
            Scope scope = await findScope(unscoped.Description, user.Authenticator).ConfigureAwait(false);
            if (!scope.NamesProject && scope.Domain is null)
            {
                return user;
            }

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
