using System.Security;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

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

    /// <summary>Gets the encrypted password in base64; null if no password is stored.</summary>
    public string? EncryptedPassword { get; init; }

    /// <summary>
    /// Gets whether the password may be that of an earlier installation of the server's OS. The cloud does not report this.
    /// </summary>
    public bool MayBeOutdated => EncryptedPassword is not null && Server.MayBeReinstalled;

    /// <summary>Gets the decrypted password, for the caller to dispose, or null.</summary>
    public SecureString? Password { get; init; }
}
