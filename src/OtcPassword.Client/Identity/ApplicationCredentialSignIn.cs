using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// An application credential. It is valid for one project, and the identity service refuses any scope in the request, even
/// this project: a project that is asked for is compared with the one in the token.
/// </summary>
internal sealed class ApplicationCredentialSignIn(ApplicationCredential credential, IdentityService identity) : ISignInMethod
{
    private const string Advice =
        "Verify the ID or name and the secret of the application credential, and that it has not expired. " +
        "T Cloud Public's IAM does not support application credentials: specify an access key instead.";

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) =>
        SignInResult.OfTokenAsync(c => GetTokenAsync(scope, c), context);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(Scope.Unspecified, context);

    private async Task<Token> GetTokenAsync(Scope scope, CallContext context)
    {
        Token token = await identity.CreateTokenAsync(
            SignInBody.ForApplicationCredential(credential), $"the sign-in with {credential}", Advice, null, context).ConfigureAwait(false);
        NamedWithDomain? project = token.Description.Project;
        return scope.IsMetBy(project)
            ? token
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The {credential} is for project '{project?.Name}', not for {scope}.",
                "Omit the project, or specify an application credential that was created in this project.");
    }
}
