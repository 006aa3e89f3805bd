using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency: signs in as the user first, and then requests a token for the agency. Each of
/// the two tokens is renewed before it expires.
/// </summary>
internal sealed class AgencySignIn(ISignInMethod own, AgencyReference agency, IdentityService identity) : ISignInMethod
{
    /// <summary>The recommended action if the identity service rejects an agency.</summary>
    public const string Advice =
        "Verify the agency name, the account that created it, and the project in that account. " +
        "The agency must delegate to the account that you sign in with.";

    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        ISessionAuthenticator user = (await own.SignInToAccountAsync(context).ConfigureAwait(false)).Authenticator;
        Scope complete = scope.In(agency.Domain);
        try
        {
            // The authenticator of the user's own token decides whether that token can be renewed.
            return await SignInResult.OfTokenAsync(
                c => identity.CreateTokenAsync(SignInBody.ForAgency(agency, complete), $"{agency} in {complete}", Advice, user, c),
                context,
                parent: user).ConfigureAwait(false);
        }
        catch
        {
            user.Dispose();
            throw;
        }
    }

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(Scope.OfAccount(agency.Domain), context);
}
