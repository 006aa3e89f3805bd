using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency: the caller signs in for themselves first, and gets a token for the agency
/// as that caller. When it is time for the next token, both are renewed as far as needed.
/// </summary>
internal sealed class AgencySignIn(ISignInMethod own, AgencyReference agency, IdentityService identity) : ISignInMethod
{
    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        ISessionAuthenticator user = (await own.SignInToAccountAsync(context).ConfigureAwait(false)).Authenticator;
        try
        {
            var source = new Source(user, agency, identity, scope.In(agency.Domain));
            return await TokenAuthenticator.SignInAsync(source, identity, user, context).ConfigureAwait(false);
        }
        catch
        {
            user.Dispose();
            throw;
        }
    }

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(Scope.OfAccount(agency.Domain), context);

    private sealed class Source(ISessionAuthenticator user, AgencyReference agency, IdentityService identity, Scope scope) : ITokenSource
    {
        // The user's own token is renewed, or refuses to be, in its own authenticator.
        public string? WhyNotRenewable => null;

        public Task<Token> GetTokenAsync(CallContext context) => identity.CreateTokenAsync(
            SignInBody.ForAgency(agency, scope),
            $"{agency} in {scope}",
            "Check the agency's name, its account and the project in it, and that the agency is made out to the account you sign in with.",
            user,
            context);
    }
}
