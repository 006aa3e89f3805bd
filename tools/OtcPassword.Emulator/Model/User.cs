using System.Collections.Generic;

namespace OtcPassword.Emulator.Model;

/// <summary>A user.</summary>
internal sealed class User(string id, string name, Domain domain)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public Domain Domain { get; } = domain;

    public required string Password { get; init; }

    public string? Passcode { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SecurityToken { get; init; }

    public bool MayManagePasswords { get; init; }

    /// <summary>The projects that the user can sign in to. The first one is the default project.</summary>
    public required IReadOnlyList<Project> Projects { get; init; }

    public List<ApplicationCredential> ApplicationCredentials { get; } = [];

    public Dictionary<string, KeyPair> KeyPairs { get; } = [];
}
