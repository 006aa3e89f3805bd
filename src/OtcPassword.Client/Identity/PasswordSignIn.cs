using System.Threading.Tasks;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>User name and password, with a passcode where the user has a virtual MFA device.</summary>
internal sealed class PasswordSignIn(PasswordCredential credential, IdentityService identity) : ISignIn
{
    public async Task<SignedIn> EnterAsync(Scope scope, CallContext context)
    {
        Scope complete = scope.In(credential.Domain);
        return await TokenSignedIn.CreateAsync(new Source(credential, identity, complete), identity, null, context).ConfigureAwait(false);
    }

    public Task<SignedIn> EnterAccountAsync(CallContext context) =>
        EnterAsync(Scope.OfAccount(credential.Domain), context);

    private sealed class Source(PasswordCredential credential, IdentityService identity, Scope scope) : ITokenSource
    {
        public string? WhyOnlyOnce => credential.Passcode is null
            ? null
            : "a passcode is good for one sign-in only";

        public Task<Token> GetTokenAsync(CallContext context) => identity.CreateTokenAsync(
            SignInBody.ForPassword(credential, scope),
            $"the sign-in of user {Name} to {scope}",
            "Check user name, password, domain and project (and the passcode, if the user has a virtual MFA device): the cloud does not say which of them is wrong.",
            null,
            context);

        private string Name =>
            credential.UserId is not null ? $"id '{credential.UserId}'" : $"'{credential.UserName}' of domain {credential.Domain}";
    }
}
