using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Signs in with a user name and a password, and a passcode if the user has a virtual MFA device.</summary>
internal sealed class PasswordSignIn(PasswordCredential credential, IdentityService identity) : ISignInMethod
{
    private const string Advice =
        "Verify the user name, password, account (-DomainName), and project, and the passcode if the user has virtual MFA. " +
        "The cloud does not report which of them is incorrect.";

    private const string IdAdvice =
        "Specify the user ID, as My Credentials in the console shows it, with -UserId: IAM can reject a passcode with a user name. ";

    private string FullAdvice => credential is { Passcode: not null, UserId: null } ? IdAdvice + Advice : Advice;

    private string Name => credential.UserId is not null
        ? $"ID {SpecifiedText.Quote(credential.UserId)}"
        : $"{SpecifiedText.Quote(credential.UserName!)} of account {credential.Domain}";

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        Scope complete = scope.In(credential.Domain);
        return SignInResult.OfTokenAsync(
            c => identity.CreateTokenAsync(
                SignInBody.ForPassword(credential, complete), $"the sign-in of user {Name} to {complete}", FullAdvice, null, c),
            context,
            credential.Passcode is null ? null : "an MFA passcode can be used only once");
    }

    public Task<SignInResult> SignInToAccountAsync(CallContext context) =>
        SignInAsync(Scope.OfAccount(credential.Domain), context);
}
