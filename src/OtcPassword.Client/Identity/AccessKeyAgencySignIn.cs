using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Acts in another account through an agency, with an access key: requests are signed with temporary access keys for the
/// agency, as OTC's own SDK does it. These keys are not allowed to read the catalog, so the one of the own account serves.
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

        // A catalog without the services of projects tells nothing about them.
        IReadOnlyList<CatalogService>? services =
            account.User.Services?.Any(service => service.Type == "compute") == true ? account.User.Services : null;
        return new SignInResult(
            new TemporaryKeyAuthenticator(first, keys, project?.Id), account.User with { Project = project, Services = services });
    }

    /// <summary>There is no agency through an agency.</summary>
    public Task<SignInResult> SignInToAccountAsync(CallContext context) => throw new NotSupportedException();
}
