using System.Collections.Generic;

namespace OtcPassword.Emulator.Model;

/// <summary>An account, which the APIs call a domain.</summary>
internal sealed class Domain(string id, string name)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public List<Project> Projects { get; } = [];

    public List<User> Users { get; } = [];

    public List<Agency> Agencies { get; } = [];

    public List<IdentityProvider> IdentityProviders { get; } = [];
}
