using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Signs in with a token: validates it, and uses it to request a token for another project if the scope specifies one.
/// </summary>
internal sealed class TokenSignIn(TokenCredential credential, IdentityService identity) : ISignInMethod
{
    private const string WhyNotRenewable = "a session that was started with -Token has no credential to sign in again";
    private const string Advice = "Verify the project name or ID, and that the token's user has access to the project.";

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) =>
        SignInResult.OfTokenAsync(c => GetTokenAsync(scope, c), context, WhyNotRenewable);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) => SignInAsync(Scope.Unspecified, context);

    private async Task<Token> GetTokenAsync(Scope scope, CallContext context)
    {
        string value = SecureText.Reveal(credential.Token);
        Token token = await identity.DescribeTokenAsync(value, context).ConfigureAwait(false);
        TokenDescription description = token.Description;
        if (scope.IsMetBy(description.Project))
        {
            return token;
        }

        NamedWithDomain? domain = description.User?.Domain;
        Scope complete = scope.In(domain?.Id is { } id ? DomainReference.ById(id) : null);
        context.Trace($"The specified token is {Place(description)}. Using it to request a token for {complete}.");
        return await identity.CreateTokenAsync(
            SignInBody.ForToken(value, complete), $"a token for {complete}", Advice, null, context).ConfigureAwait(false);
    }

    private static string Place(TokenDescription token) =>
        token.Project is { } project ? $"for project '{project.Name}'"
        : token.Domain is { } domain ? $"for account '{domain.Name}'"
        : "not bound to a project";
}
