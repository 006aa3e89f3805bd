namespace OtcPassword;

/// <summary>The status of a server's password.</summary>
public enum ServerPasswordStatus
{
    /// <summary>No password is stored in the cloud. A warning gives the reason.</summary>
    NotAvailable,

    /// <summary>The password is stored and was not decrypted.</summary>
    Encrypted,

    /// <summary>The password was decrypted with a key file.</summary>
    Decrypted,
}
