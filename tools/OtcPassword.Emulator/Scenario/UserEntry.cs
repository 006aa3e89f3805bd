namespace OtcPassword.Emulator.Scenario;

/// <summary>A user.</summary>
internal sealed class UserEntry
{
    public required string Name { get; set; }

    public required string Password { get; set; }

    /// <summary>The MFA passcode, which never changes, or null if a password is enough to sign in.</summary>
    public string? Passcode { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>
    /// The security token that every signed request must have if the access key is a temporary one, or null.
    /// </summary>
    public string? SecurityToken { get; set; }

    public ApplicationCredentialEntry[] ApplicationCredentials { get; set; } = [];

    /// <summary>
    /// The projects that the user can sign in to. The default is all projects of the account. The first one is the default
    /// project.
    /// </summary>
    public string[]? Projects { get; set; }

    /// <summary>true if the user has the permission ecs:serverPasswords:manage and its counterpart of BMS.</summary>
    public bool MayManagePasswords { get; set; } = true;
}
