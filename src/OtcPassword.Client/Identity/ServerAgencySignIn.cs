using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Signs in as the agency of the server on which the process runs. Requests are signed with temporary access keys, which the
/// metadata service renews.
/// </summary>
internal sealed class ServerAgencySignIn(MetadataService metadata, IdentityService identity) : ISignInMethod
{
    private const string Advice =
        "Verify that the agency of the server exists, and that it delegates to the service of the server (ECS or BMS). " +
        "Also check the clock of the server, because signatures are valid for 15 minutes.";

    public Task<SignInResult> SignInAsync(Scope scope, CallContext context) =>
        SignInAsync(key => key.SignInAsync(scope, context), context);

    public Task<SignInResult> SignInToAccountAsync(CallContext context) =>
        SignInAsync(key => key.SignInToAccountAsync(context), context);

    private async Task<SignInResult> SignInAsync(Func<AccessKeySignIn, Task<SignInResult>> signIn, CallContext context)
    {
        TemporaryKey first = await metadata.GetKeyAsync(context).ConfigureAwait(false);
        try
        {
            var own = new AccessKeySignIn(first.Credential, identity, "The agency of this server", Advice);
            SignInResult result = await signIn(own).ConfigureAwait(false);
            first.Signer = (RequestSigner)result.Authenticator;

            // The access key changes with each renewal.
            return new SignInResult(
                new RenewingAuthenticator<TemporaryKey>(first, GetNextAsync), result.User with { AccessKey = null });

            async Task<TemporaryKey> GetNextAsync(CallContext renewal)
            {
                TemporaryKey next = await metadata.GetKeyAsync(renewal).ConfigureAwait(false);
                next.Signer = first.Signer.With(next.Credential);
                return next;
            }
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }
}
