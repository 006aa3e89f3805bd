namespace OtcPassword.Emulator.Scenario;

/// <summary>Somebody who can sign in.</summary>
internal sealed class UserEntry
{
    public required string Name { get; set; }

    public required string Password { get; set; }

    /// <summary>Set: virtual MFA is on and a password alone is refused. One fixed code instead of a clock.</summary>
    public string? Passcode { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Set: the access key is a temporary one and every request must carry this.</summary>
    public string? SecurityToken { get; set; }

    /// <summary>What the user may enter; all projects of the account if left out. The first is the default one.</summary>
    public string[]? Projects { get; set; }

    /// <summary>ecs:serverPasswords:manage, and what corresponds to it for bare metal.</summary>
    public bool MayManagePasswords { get; set; } = true;
}
