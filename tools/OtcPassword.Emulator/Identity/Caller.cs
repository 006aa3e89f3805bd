using System.Collections.Generic;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>Who a request comes from and what it may touch.</summary>
internal sealed record Caller
{
    public required string UserId { get; init; }

    public required string UserName { get; init; }

    public required Domain Domain { get; init; }

    /// <summary>What may be entered.</summary>
    public required IReadOnlyList<Project> Projects { get; init; }

    public bool MayManagePasswords { get; init; }

    /// <summary>The user behind it; also behind an agency, whose key pairs are nevertheless not this user's.</summary>
    public required User Person { get; init; }

    public bool IsAgency { get; init; }

    /// <summary>The project entered, if any.</summary>
    public Project? Project { get; init; }

    public Project? DefaultProject => Projects.Count > 0 ? Projects[0] : null;

    /// <summary>True if the account as a whole was entered instead.</summary>
    public bool DomainScoped { get; init; }

    public KeyPair? FindKeyPair(string name) => !IsAgency && Person.KeyPairs.TryGetValue(name, out KeyPair? found) ? found : null;

    public IReadOnlyCollection<KeyPair> KeyPairs => IsAgency ? [] : Person.KeyPairs.Values;

    /// <summary>True if the request was signed with an access key.</summary>
    public bool IsSigned { get; init; }

    /// <summary>True if that access key is a temporary one.</summary>
    public bool HasTemporaryKey { get; init; }

    public static Caller Of(User user) => new()
    {
        UserId = user.Id,
        UserName = user.Name,
        Domain = user.Domain,
        Projects = user.Projects,
        MayManagePasswords = user.MayManagePasswords,
        Person = user,
    };

    public static Caller Of(Agency agency, User person) => new()
    {
        UserId = agency.Id,
        UserName = $"{agency.Domain.Name}/{agency.Name}",
        Domain = agency.Domain,
        Projects = agency.Projects,
        MayManagePasswords = agency.MayManagePasswords,
        Person = person,
        IsAgency = true,
    };
}
