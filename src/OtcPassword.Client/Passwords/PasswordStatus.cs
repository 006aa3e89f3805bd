namespace OtcPassword.Client.Passwords;

/// <summary>What came of asking for a server's password.</summary>
public enum PasswordStatus
{
    /// <summary>The cloud keeps no password for the server, now or ever.</summary>
    NotAvailable,

    /// <summary>There is an encrypted password, and decryption was not asked for.</summary>
    Encrypted,

    /// <summary>The password was decrypted.</summary>
    Decrypted,
}
