namespace OtcPassword;

/// <summary>What came of asking for a server's password.</summary>
public enum ServerPasswordStatus
{
    /// <summary>The cloud keeps no password for the server; a warning says why.</summary>
    NotAvailable,

    /// <summary>The password is there, encrypted.</summary>
    Encrypted,

    /// <summary>The password was decrypted with a key file.</summary>
    Decrypted,
}
