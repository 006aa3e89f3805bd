using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Signs in with a user name and a password, and a passcode if the user has a virtual MFA device.</summary>
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
            : "an MFA passcode can be used only once";

        public Task<Token> GetTokenAsync(CallContext context) => identity.CreateTokenAsync(
            SignInBody.ForPassword(credential, scope),
            $"the sign-in of user {Name} to {scope}",
            "Verify the user name, password, account (-DomainName), and project, and the passcode if the user has virtual MFA. The cloud does not report which of them is incorrect.",
            null,
            context);

        private string Name =>
            credential.UserId is not null ? $"ID {SpecifiedText.Quote(credential.UserId)}" : $"{SpecifiedText.Quote(credential.UserName!)} of account {credential.Domain}";
    }
}
