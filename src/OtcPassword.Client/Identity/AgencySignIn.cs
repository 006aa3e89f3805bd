using System.Threading.Tasks;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency: the caller signs in for themselves first, and gets a token for the agency
/// as that caller. When it is time for the next token, both are renewed as far as needed.
/// </summary>
internal sealed class AgencySignIn(ISignIn own, AgencyReference agency, IdentityService identity) : ISignIn
{
    public async Task<SignedIn> EnterAsync(Scope scope, CallContext context)
    {
        SignedIn caller = await own.EnterAccountAsync(context).ConfigureAwait(false);
        try
        {
            var source = new Source(caller, agency, identity, scope.In(agency.Domain));
            return await TokenSignedIn.CreateAsync(source, identity, caller, context).ConfigureAwait(false);
        }
        catch
        {
            caller.Dispose();
            throw;
        }
    }

    public Task<SignedIn> EnterAccountAsync(CallContext context) => EnterAsync(Scope.OfAccount(agency.Domain), context);

    private sealed class Source(SignedIn caller, AgencyReference agency, IdentityService identity, Scope scope) : ITokenSource
    {
        // Whether the caller can prove who they are again is the caller's to say.
        public string? WhyOnlyOnce => null;

        public Task<Token> GetTokenAsync(CallContext context) => identity.CreateTokenAsync(
            SignInBody.ForAgency(agency, scope),
            $"{agency} in {scope}",
            "Check the agency's name, its account and the project in it, and that the agency is made out to the account you sign in with.",
            caller,
            context);
    }
}
