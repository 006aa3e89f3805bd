namespace OtcPassword.Emulator.Scenario;

/// <summary>One server, or <see cref="Count"/> of a kind.</summary>
internal sealed class ServerEntry
{
    /// <summary>"{n}" becomes the server's number within the entry, in four digits; without it all have one name.</summary>
    public required string Name { get; set; }

    public required string Project { get; set; }

    public bool BareMetal { get; set; }

    /// <summary>metadata.os_type; null leaves it out, as private images may.</summary>
    public string? OsType { get; set; } = "Windows";

    /// <summary>metadata.admin_username: for which account Cloudbase-Init sets the password; null leaves it out.</summary>
    public string? AdminUserName { get; set; }

    public string? KeyPair { get; set; }

    /// <summary>Of which user the key pair is; needed only where two users have one of that name.</summary>
    public string? User { get; set; }

    public string Status { get; set; } = "ACTIVE";

    public int Count { get; set; } = 1;

    /// <summary>How long ago the (last) server of the entry was launched.</summary>
    public double AgeMinutes { get; set; } = 1440;

    /// <summary>How much older each earlier server of the entry is.</summary>
    public double AgeStepSeconds { get; set; } = 1;

    /// <summary>The password inside; generated if left out.</summary>
    public string? Password { get; set; }

    /// <summary>False: Cloudbase-Init never posts one, as on a private image without it.</summary>
    public bool Posts { get; set; } = true;

    /// <summary>True: it was there and somebody has deleted it.</summary>
    public bool Cleared { get; set; }

    /// <summary>Answered as it stands instead of a real ciphertext, to see how clients take nonsense.</summary>
    public string? RawCiphertext { get; set; }

    public bool FloatingAddress { get; set; }

    /// <summary>Overrides the setting of that name for these servers.</summary>
    public double? PasswordDelaySeconds { get; set; }

    /// <summary>Overrides the setting of that name for these servers.</summary>
    public double? PasswordDelayJitterSeconds { get; set; }
}
