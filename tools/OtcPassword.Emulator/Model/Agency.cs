using System.Collections.Generic;

namespace OtcPassword.Emulator.Model;

/// <summary>
/// An agency: the identity of users of <see cref="TrustedDomain"/> when they act for <see cref="Domain"/>.
/// </summary>
internal sealed class Agency(string id, string name, Domain domain)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public Domain Domain { get; } = domain;

    public required string TrustedDomain { get; init; }

    public bool MayManagePasswords { get; init; }

    public required IReadOnlyList<Project> Projects { get; init; }
}
