using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency, with an access key: requests are signed with temporary access keys for the
/// agency, as in OTC's own SDK. These keys are not allowed to read the service catalog, so the catalog of the user's own
/// account is used.
/// </summary>
internal sealed class AccessKeyAgencySignIn(AccessKeySignIn own, AgencyReference agency, IdentityService identity) : ISignInMethod
{
    private const string Advice =
        "Verify the agency name, the account that created it, and the project in that account. The agency must delegate to the account that you sign in with.";

    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        SignInResult account = await own.SignInToAccountAsync(context).ConfigureAwait(false);
        var keys = new TemporaryKeySource(identity, agency, Advice, account.Authenticator);
        TemporaryKey first = await keys.GetKeyAsync(context).ConfigureAwait(false);
        NamedWithDomain? project;
        try
        {
            var projects = new ProjectLookup(identity, $"The {agency}", Advice);
            project = await projects.FindAsync(scope, new RequestSigner(first.Credential, null, null), context).ConfigureAwait(false);
        }
        catch
        {
            first.Dispose();
            throw;
        }

        // The service catalog of an account can lack the services of projects. It is then ignored.
        IReadOnlyList<CatalogService>? services =
            account.User.Services?.Any(service => service.Type == "compute") == true ? account.User.Services : null;
        return new SignInResult(
            new TemporaryKeyAuthenticator(first, keys, project?.Id), account.User with { Project = project, Services = services });
    }

    /// <summary>Not supported: an agency cannot be used through another agency.</summary>
    public Task<SignInResult> SignInToAccountAsync(CallContext context) => throw new NotSupportedException();
}
