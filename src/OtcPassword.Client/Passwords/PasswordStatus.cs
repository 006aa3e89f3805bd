namespace OtcPassword.Client.Passwords;

/// <summary>The status of a server's password.</summary>
public enum PasswordStatus
{
    /// <summary>No password of the server is stored in the cloud.</summary>
    NotAvailable,

    /// <summary>The password is stored, and was not decrypted.</summary>
    Encrypted,

    /// <summary>The password was decrypted.</summary>
    Decrypted,
}
