using System.Security;
using OtcPassword.Client.Servers;

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

/// <summary>The result for one server.</summary>
public sealed class PasswordResult
{
    internal PasswordResult(Server server, PasswordStatus status)
    {
        Server = server;
        Status = status;
    }

    /// <summary>Gets the server.</summary>
    public Server Server { get; }

    /// <summary>Gets the status of the password.</summary>
    public PasswordStatus Status { get; }

    /// <summary>Gets whether the time to wait for the password was over.</summary>
    public bool IsTimedOut { get; internal init; }

    /// <summary>Gets the encrypted password in base64; null if no password is stored.</summary>
    public string? EncryptedPassword { get; init; }

    /// <summary>
    /// Gets whether the password may be that of an earlier installation of the server's OS. The cloud does not report this.
    /// </summary>
    public bool MayBeOutdated => EncryptedPassword is not null && (Server.MayBeReinstalled || IsOfOtherKey);

    /// <summary>
    /// Gets whether the password was decrypted with a key other than that of the server's key pair. The OS was probably changed
    /// with another key pair, or the server has another user's key pair of the same name.
    /// </summary>
    public bool IsOfOtherKey { get; internal init; }

    /// <summary>Gets the decrypted password, for the caller to dispose, or null.</summary>
    public SecureString? Password { get; init; }

    /// <summary>
    /// Gets why the public key of the server's key pair is unknown although the user may have access to it; otherwise, null. The
    /// password was then decrypted with a key that fits.
    /// </summary>
    public OtcException? KeyPairFailure { get; internal init; }
}
