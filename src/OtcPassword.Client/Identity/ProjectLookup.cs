using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Finds the ID of a project by name, because signed requests, unlike tokens, require the ID.</summary>
/// <param name="identity">The identity service.</param>
/// <param name="holder">The user or agency, for messages.</param>
/// <param name="advice">The recommended action if the identity service rejects the signature.</param>
internal sealed class ProjectLookup(IdentityService identity, string holder, string advice)
{
    /// <summary>Finds the project of a scope; null if the scope does not specify one and there is not exactly one project.</summary>
    /// <exception cref="OtcException">
    /// ConfigurationInvalid: no project, or more than one, has the name. PermissionDenied: the projects cannot be listed.
    /// </exception>
    public async Task<NamedWithDomain?> FindAsync(Scope scope, IRequestAuthenticator signer, CallContext context)
    {
        if (scope.ProjectId is not null)
        {
            return await NameAsync(scope.ProjectId, signer, context).ConfigureAwait(false);
        }

        try
        {
            if (scope.ProjectName is not null)
            {
                return await FindByNameAsync(scope.ProjectName, signer, context).ConfigureAwait(false);
            }

            IReadOnlyList<NamedWithDomain> own = await identity.ListProjectsAsync(signer, context, advice).ConfigureAwait(false);
            return own.Count == 1 ? own[0] : null;
        }
        catch (OtcException e) when (e.Error == OtcError.PermissionDenied)
        {
            throw new OtcException(
                e.Error,
                $"{holder} is not allowed to list projects, so the ID of {scope} is unknown. {e.Message}",
                "Specify the project ID with -ProjectId.",
                e)
            { StatusCode = e.StatusCode, ServiceCode = e.ServiceCode, RequestId = e.RequestId };
        }
    }

    private async Task<NamedWithDomain> FindByNameAsync(string name, IRequestAuthenticator signer, CallContext context)
    {
        IReadOnlyList<NamedWithDomain> found = await identity.FindProjectsAsync(name, signer, context, advice).ConfigureAwait(false);
        NamedWithDomain[] named = found.Where(project => project.Name == name && project.Id is not null).ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 => throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{holder} has no access to a project named {SpecifiedText.Quote(name)}.",
                "Verify -ProjectName, and that -Region is the region of that project."),
            _ => throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Found more than one project named {SpecifiedText.Quote(name)}.",
                "Specify the project ID with -ProjectId."),
        };
    }

    // The sign-in continues without the name, which is only shown, if the user lacks the permission to list projects or IAM
    // rejects the signature.
    private async Task<NamedWithDomain> NameAsync(string id, IRequestAuthenticator signer, CallContext context)
    {
        IReadOnlyList<NamedWithDomain> projects = [];
        try
        {
            projects = await identity.ListProjectsAsync(signer, context, advice).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.StatusCode is >= 400 and < 500)
        {
            context.Trace($"Cannot determine the name of the project. {e.Message}");
        }

        return projects.FirstOrDefault(project => project.Id == id) ?? new NamedWithDomain { Id = id };
    }
}
