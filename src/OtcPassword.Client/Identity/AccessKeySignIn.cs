using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// An access key: there is no sign-in as such, since each request is signed. What a token's description would tell
/// (project, account, catalog) is asked for.
/// </summary>
internal sealed class AccessKeySignIn(AccessKeyCredential credential, IdentityService identity) : ISignInMethod
{
    private const string Advice =
        "Check access key, secret key and security token, and this machine's clock: a signature holds for a quarter of an hour.";

    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        var anywhere = new RequestSigner(credential, null);
        NamedWithDomain? project = await FindProjectAsync(anywhere, scope, context).ConfigureAwait(false);
        var signer = new RequestSigner(credential, project?.Id);
        string? account = await FindAccountAsync(anywhere, project, context).ConfigureAwait(false);
        IReadOnlyList<CatalogService>? services = await FindCatalogAsync(signer, context).ConfigureAwait(false);
        return new SignInResult(signer, Describe(account, project, services));
    }

    public Task<SignInResult> SignInToAccountAsync(CallContext context) =>
        Task.FromResult(new SignInResult(new RequestSigner(credential, null), Describe(null, null, null)));

    private SignedInUser Describe(string? account, NamedWithDomain? project, IReadOnlyList<CatalogService>? services) =>
        new(null, account, project, services) { AccessKey = credential.AccessKey };

    private async Task<NamedWithDomain?> FindProjectAsync(RequestSigner signer, Scope scope, CallContext context)
    {
        if (scope.ProjectId is not null)
        {
            return await NameProjectAsync(signer, scope.ProjectId, context).ConfigureAwait(false);
        }

        if (scope.ProjectName is null)
        {
            // Without a name there is nothing to choose, unless there is only one.
            IReadOnlyList<NamedWithDomain> own =
                await identity.ListProjectsAsync(signer, context, Advice).ConfigureAwait(false);
            return own.Count == 1 ? own[0] : null;
        }

        IReadOnlyList<NamedWithDomain> found =
            await identity.FindProjectsAsync(scope.ProjectName, signer, context, Advice).ConfigureAwait(false);
        NamedWithDomain[] named = found.Where(project => project.Name == scope.ProjectName && project.Id is not null).ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 => throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"There is no project '{scope.ProjectName}' that access key {credential.AccessKey} may work in.",
                "Check -ProjectName, and that the region is the project's."),
            _ => throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"There are several projects '{scope.ProjectName}'.",
                "Give the project's id with -ProjectId."),
        };
    }

    /// <summary>The name is only shown: a caller who may not list projects works on without it.</summary>
    private async Task<NamedWithDomain> NameProjectAsync(RequestSigner signer, string id, CallContext context)
    {
        IReadOnlyList<NamedWithDomain> projects = [];
        try
        {
            projects = await identity.ListProjectsAsync(signer, context, Advice).ConfigureAwait(false);
        }
        catch (OtcException e) when (IsMerelyUnavailable(e))
        {
            context.Trace($"The project's name can't be found out: {e.Message}");
        }

        return projects.FirstOrDefault(project => project.Id == id) ?? new NamedWithDomain(id, null, null);
    }

    private async Task<string?> FindAccountAsync(RequestSigner signer, NamedWithDomain? project, CallContext context)
    {
        try
        {
            IReadOnlyList<NamedWithDomain> domains = await identity.ListDomainsAsync(signer, context).ConfigureAwait(false);
            return (domains.Count == 1 ? domains[0] : domains.FirstOrDefault(domain => domain.Id == project?.DomainId))?.Name;
        }
        catch (OtcException e) when (IsMerelyUnavailable(e))
        {
            context.Trace($"The account's name can't be found out: {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<CatalogService>?> FindCatalogAsync(RequestSigner signer, CallContext context)
    {
        try
        {
            return await identity.GetCatalogAsync(signer, context, Advice).ConfigureAwait(false);
        }
        catch (OtcException e) when (IsMerelyUnavailable(e))
        {
            context.Trace($"There is no catalog, the usual host names serve instead: {e.Message}");
            return null;
        }
    }

    // An account may keep these calls from its users; that says nothing about the calls that matter.
    private static bool IsMerelyUnavailable(OtcException e) =>
        e.StatusCode is >= 400 and < 500 && e.Error != OtcError.AuthenticationFailed;
}
