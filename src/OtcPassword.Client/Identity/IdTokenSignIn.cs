using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Identity.OpenId;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// An ID token of an OpenID Connect identity provider. It gets an unscoped token, which is exchanged for the token of a
/// project or account.
/// </summary>
internal sealed class IdTokenSignIn(IIdTokenSource source, string provider, string protocol, IdentityService identity) : ISignInMethod
{
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
        Token unscoped = await ExchangeAsync(context).ConfigureAwait(false);
        using var user = new RenewingAuthenticator<Token>(unscoped, ExchangeAsync, source.WhyNotRenewable);
        Scope scope = await findScope(unscoped.Description, user).ConfigureAwait(false);
        Token first = await ScopeAsync(unscoped, context).ConfigureAwait(false);

        // The token of the project expires together with the unscoped token.
        return SignInResult.OfToken(
            first,
            async c => await ScopeAsync(await ExchangeAsync(c).ConfigureAwait(false), c).ConfigureAwait(false),
            source.WhyNotRenewable,
            source as IRevocable);

        async Task<Token> ScopeAsync(Token parent, CallContext c)
        {
            if (!scope.NamesProject && scope.Domain is null)
            {
                return parent;
            }

            Token token = await identity.CreateTokenAsync(
                SignInBody.ForToken(parent.Value, scope), $"a token for {scope}", Advice, null, c).ConfigureAwait(false);
            token.Parent = parent;
            return token;
        }
    }

    private Task<Token> ExchangeAsync(CallContext context) => source.UseAsync(
        idToken => identity.CreateFederatedTokenAsync(idToken, provider, protocol, context), context);
}
