using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>User name and password, with a passcode where the user has a virtual MFA device.</summary>
internal sealed class PasswordSignIn(PasswordCredential credential, IdentityService identity) : ISignInMethod
{
    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) =>
        TokenAuthenticator.SignInAsync(new Source(credential, identity, scope.In(credential.Domain)), identity, null, context);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) =>
        SignInAsync(Scope.OfAccount(credential.Domain), context);

    private sealed class Source(PasswordCredential credential, IdentityService identity, Scope scope) : ITokenSource
    {
        public string? WhyNotRenewable => credential.Passcode is null
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
