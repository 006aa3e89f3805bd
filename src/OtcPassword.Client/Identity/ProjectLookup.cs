using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Finds the ID of a project by name. Signed requests require the ID, and a user of an identity provider can belong to another
/// account than the project.
/// </summary>
/// <param name="identity">The identity service.</param>
/// <param name="holder">The user or agency, for messages.</param>
/// <param name="advice">The recommended action if the identity service rejects the signature or token.</param>
/// <param name="isOwn">
/// true if the list of the user's own projects is complete, and the only list that the user is allowed to read: an unscoped token
/// gets HTTP 403 for other projects.
/// </param>
internal sealed class ProjectLookup(IdentityService identity, string holder, string advice, bool isOwn = false)
{
    /// <summary>Returns the names of projects for messages.</summary>
    public static string Describe(IReadOnlyCollection<NamedWithDomain> projects) =>
        projects.Count == 0 ? "none" : SpecifiedText.List(projects.Select(project => project.Name));

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
                return await FindByNameAsync(scope, signer, context).ConfigureAwait(false);
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

    private async Task<NamedWithDomain> FindByNameAsync(Scope scope, IRequestAuthenticator signer, CallContext context)
    {
        string name = scope.ProjectName!;
        IReadOnlyList<NamedWithDomain> found = isOwn
            ? await identity.ListProjectsAsync(signer, context, advice).ConfigureAwait(false)
            : await identity.FindProjectsAsync(name, signer, context, advice).ConfigureAwait(false);
        NamedWithDomain[] named = found.Where(project => project.Name == name && project.Id is not null
            && (project.DomainId is null || scope.Domain?.Id is null || project.DomainId == scope.Domain.Id)).ToArray();
        return named.Length switch
        {
            1 => named[0],
            // The request for a token contains the name of the account, which the list lacks.
            > 1 when isOwn && scope.Domain?.Name is not null => named[0],
            0 => throw NoAccess($"a project named {SpecifiedText.Quote(name)}", isOwn ? found : null),
            _ => throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Found more than one project named {SpecifiedText.Quote(name)}.",
                "Specify the project ID with -ProjectId."),
        };
    }

    // Without a complete list, the sign-in continues without the name, which is only shown, if the user lacks the permission to list
    // projects or IAM rejects the signature.
    private async Task<NamedWithDomain> NameAsync(string id, IRequestAuthenticator signer, CallContext context)
    {
        IReadOnlyList<NamedWithDomain>? projects = null;
        try
        {
            projects = await identity.ListProjectsAsync(signer, context, advice).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.StatusCode is >= 400 and < 500)
        {
            context.Trace($"Cannot determine the name of the project. {e.Message}");
        }

        return projects?.FirstOrDefault(project => project.Id == id)
            ?? (isOwn && projects is not null
                ? throw NoAccess($"project ID {SpecifiedText.Quote(id)}", projects)
                : new NamedWithDomain { Id = id });
    }

    private OtcException NoAccess(string project, IReadOnlyList<NamedWithDomain>? available) => new(
        OtcError.ConfigurationInvalid,
        $"{holder} has no access to {project}.{(available is null ? string.Empty : $" Available projects: {Describe(available)}.")}",
        "Verify -ProjectName or -ProjectId, and that -Region is the region of that project.");
}
