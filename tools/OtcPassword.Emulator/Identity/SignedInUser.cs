using System.Collections.Generic;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>The user or agency that a request acts for, the scope of its token or signature, and what it may do.</summary>
internal sealed record SignedInUser
{
    public required string UserId { get; init; }

    public required string UserName { get; init; }

    public required Domain Domain { get; init; }

    /// <summary>The projects that the user may sign in to.</summary>
    public required IReadOnlyList<Project> Projects { get; init; }

    public bool MayManagePasswords { get; init; }

    /// <summary>The user who signed in. With an agency, this is the user who assumed it.</summary>
    public required User ActualUser { get; init; }

    public bool IsAgency { get; init; }

    /// <summary>The application credential that the user signed in with, or null.</summary>
    public ApplicationCredential? ApplicationCredential { get; init; }

    /// <summary>The identity provider whose ID token the user signed in with, or null.</summary>
    public IdentityProvider? IdentityProvider { get; init; }

    /// <summary>The project of the scope, or null.</summary>
    public Project? Project { get; init; }

    public Project? DefaultProject => Projects.Count > 0 ? Projects[0] : null;

    /// <summary>true if the scope is the account instead of a project.</summary>
    public bool IsDomainScoped { get; init; }

    /// <summary>The key pairs of the user. An agency has none, regardless of the user who assumed it.</summary>
    public IReadOnlyCollection<KeyPair> KeyPairs => IsAgency ? [] : ActualUser.KeyPairs.Values;

    /// <summary>true if the request was signed with an access key.</summary>
    public bool IsSigned { get; init; }

    /// <summary>true if that access key is a temporary one.</summary>
    public bool HasTemporaryKey { get; init; }

    public static SignedInUser Of(User user) => new()
    {
        UserId = user.Id,
        UserName = user.Name,
        Domain = user.Domain,
        Projects = user.Projects,
        MayManagePasswords = user.MayManagePasswords,
        ActualUser = user,
    };

    public static SignedInUser Of(Agency agency, User actualUser) => new()
    {
        UserId = agency.Id,
        UserName = $"{agency.Domain.Name}/{agency.Name}",
        Domain = agency.Domain,
        Projects = agency.Projects,
        MayManagePasswords = agency.MayManagePasswords,
        ActualUser = actualUser,
        IsAgency = true,
    };

    public KeyPair? FindKeyPair(string name) =>
        !IsAgency && ActualUser.KeyPairs.TryGetValue(name, out KeyPair? found) ? found : null;
}
