namespace OtcPassword.Emulator.Identity;

/// <summary>Finds the user of a request, by its token or by its signature.</summary>
internal sealed class RequestAuthenticator(TokenStore tokens, AccessKeyStore keys)
{
    /// <summary>Sets the user of a call.</summary>
    /// <param name="call">The request.</param>
    /// <param name="revocationDelay">How long a revoked token is still accepted.</param>
    /// <param name="signatureProblem">The reason why the signature is not valid, or null.</param>
    /// <returns>true if the token or signature is valid; otherwise, false.</returns>
    public bool Authenticate(CloudCall call, TimeSpan revocationDelay, out string? signatureProblem)
    {
        signatureProblem = null;
        string? authorization = call.Header("Authorization");
        call.User = authorization?.StartsWith(SignatureVerifier.Scheme, StringComparison.Ordinal) == true
            ? BySignature(call, authorization, out signatureProblem)
            : tokens.Find(call.Header("X-Auth-Token"), revocationDelay)?.User;
        return call.User is not null;
    }

    private SignedInUser? BySignature(CloudCall call, string authorization, out string? problem)
    {
        string? id = SignatureVerifier.AccessKeyOf(authorization);
        if (id is null || keys.Find(id) is not { } key)
        {
            problem = "the access key does not exist";
            return null;
        }

        // Only the headers set the scope of a signed request: an access key has no default project.
        string? projectId = call.Header("X-Project-Id");
        string? domainId = call.Header("X-Domain-Id");
        Project? project = projectId is null ? null : key.User.Projects.FirstOrDefault(p => p.Id == projectId);
        problem = SignatureVerifier.Verify(call, authorization, key.Secret, DateTime.UtcNow) is { } wrong ? wrong
            : key.SecurityToken is not null && call.Header("X-Security-Token") != key.SecurityToken ? "the security token is missing or wrong"
            : key.Expires <= DateTime.UtcNow ? "the security token has expired"
            : projectId is not null && project is null ? "X-Project-Id is not a project of the access key owner"
            : domainId is not null && domainId != key.User.Domain.Id ? "X-Domain-Id is not the account of the access key's owner"
            : null;
        return problem is not null ? null : key.User with
        {
            Project = project,
            IsDomainScoped = project is null && domainId is not null,
            IsSigned = true,
            HasTemporaryKey = key.SecurityToken is not null,
        };
    }
}
