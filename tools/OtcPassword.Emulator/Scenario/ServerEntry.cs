namespace OtcPassword.Emulator.Scenario;

/// <summary>One server, or <see cref="Count"/> servers of the same kind.</summary>
internal sealed class ServerEntry
{
    /// <summary>
    /// The name. "{n}" stands for the number of the server within the entry, with four digits. Without it, all servers have
    /// the same name.
    /// </summary>
    public required string Name { get; set; }

    public required string Project { get; set; }

    public bool BareMetal { get; set; }

    /// <summary>The metadata.os_type, or null for none, as with some private images.</summary>
    public string? OsType { get; set; } = "Windows";

    /// <summary>
    /// The metadata.admin_username, the Windows account whose password Cloudbase-Init sets, or null for none.
    /// </summary>
    public string? AdminUserName { get; set; }

    public string? KeyPair { get; set; }

    /// <summary>The owner of the key pair. Required if two users have a key pair with this name.</summary>
    public string? User { get; set; }

    public string Status { get; set; } = "ACTIVE";

    public int Count { get; set; } = 1;

    /// <summary>The age of the last server of the entry, since its launch.</summary>
    public double AgeMinutes { get; set; } = 1440;

    /// <summary>The difference in age to the next server of the entry.</summary>
    public double AgeStepSeconds { get; set; } = 1;

    /// <summary>The password. The default is a generated one.</summary>
    public string? Password { get; set; }

    /// <summary>false if Cloudbase-Init never posts a password, as on a private image without Cloudbase-Init.</summary>
    public bool Posts { get; set; } = true;

    /// <summary>true if the stored password was cleared.</summary>
    public bool Cleared { get; set; }

    /// <summary>A text to return instead of the encrypted password, for tests of damaged responses.</summary>
    public string? RawCiphertext { get; set; }

    public bool FloatingAddress { get; set; }

    /// <summary>Overrides the setting with this name.</summary>
    public double? PasswordDelaySeconds { get; set; }

    /// <summary>Overrides the setting with this name.</summary>
    public double? PasswordDelayJitterSeconds { get; set; }
}
