using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency, with an access key: requests are signed with temporary access keys for the
/// agency, as in OTC's own SDK. These keys are not allowed to read the service catalog, so the catalog of the user's own
/// account is used.
/// </summary>
internal sealed class AccessKeyAgencySignIn(ISignInMethod own, AgencyReference agency, IdentityService identity) : ISignInMethod
{
    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        SignInResult account = await own.SignInToAccountAsync(context).ConfigureAwait(false);
        TemporaryKey first = await GetKeyAsync(account.Authenticator, context).ConfigureAwait(false);
        NamedWithDomain? project;
        try
        {
            var projects = new ProjectLookup(identity, $"The {agency}", AgencySignIn.Advice);
            project = await projects.FindAsync(scope, first.Signer, context).ConfigureAwait(false);
        }
        catch
        {
            first.Dispose();
            throw;
        }

        first.Signer = new RequestSigner(first.Credential, project?.Id);

        // The service catalog of an account can lack the services of projects. It is then ignored.
        IReadOnlyList<CatalogService>? services =
            account.User.Services?.Any(service => service.Type == "compute") == true ? account.User.Services : null;
        return new SignInResult(
            new RenewingAuthenticator<TemporaryKey>(first, GetNextAsync, parent: account.Authenticator),
            account.User with { Project = project, Services = services });

        async Task<TemporaryKey> GetNextAsync(CallContext renewal)
        {
            TemporaryKey next = await GetKeyAsync(account.Authenticator, renewal).ConfigureAwait(false);
            next.Signer = first.Signer.With(next.Credential);
            return next;
        }
    }

    /// <summary>Not supported: an agency cannot be used through another agency.</summary>
    public Task<SignInResult> SignInToAccountAsync(CallContext context) => throw new NotSupportedException();

    private Task<TemporaryKey> GetKeyAsync(IRequestAuthenticator user, CallContext context) => identity.CreateTemporaryKeyAsync(
        SignInBody.ForAgencyKey(agency), $"a temporary access key for {agency}", AgencySignIn.Advice, user, context);
}
