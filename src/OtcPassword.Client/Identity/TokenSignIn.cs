using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// A token that the caller brings along: validated first; if it is for another project than the one asked for, a token
/// for that one is got with it.
/// </summary>
internal sealed class TokenSignIn(TokenCredential credential, IdentityService identity) : ISignInMethod
{
    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) =>
        TokenAuthenticator.SignInAsync(new Source(credential, identity, scope), identity, null, context);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(Scope.Unspecified, context);

    private sealed class Source(TokenCredential credential, IdentityService identity, Scope scope) : ITokenSource
    {
        public string WhyNotRenewable => "a session that was begun with -Token has no password to sign in with again";

        public async Task<Token> GetTokenAsync(CallContext context)
        {
            Token token = await identity.DescribeTokenAsync(SecureText.Reveal(credential.Token), context).ConfigureAwait(false);
            TokenDescription description = token.Description;
            if (scope.IsMetBy(description.Project))
            {
                return token;
            }

            NamedWithDomain? domain = description.User?.Domain;
            Scope complete = scope.In(domain?.Id is { } id ? DomainReference.ById(id) : null);
            context.Trace($"The token is for {Place(description)}: getting one for {complete} with it.");
            return await identity.CreateTokenAsync(
                SignInBody.ForToken(credential, complete),
                $"a token for {complete}",
                "Check the project's name or id, and that the token's user may work in it.",
                null,
                context).ConfigureAwait(false);
        }

        private static string Place(TokenDescription token) =>
            token.Project is { } project ? $"project '{project.Name}'"
            : token.Domain is { } domain ? $"account '{domain.Name}'"
            : "no project";
    }
}
