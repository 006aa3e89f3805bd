using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency: signs in as the user first, and then requests a token for the agency. Each of
/// the two tokens is renewed before it expires.
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
        // The authenticator of the user's own token decides whether that token can be renewed.
        public string? WhyNotRenewable => null;

        public Task<Token> GetTokenAsync(CallContext context) => identity.CreateTokenAsync(
            SignInBody.ForAgency(agency, scope),
            $"{agency} in {scope}",
            "Verify the agency name, the account that created it, and the project in that account. The agency must delegate to the account that you sign in with.",
            user,
            context);
    }
}
