using System.Security;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>The answer for one server.</summary>
public sealed class PasswordResult
{
    internal PasswordResult(Server server, PasswordStatus status)
    {
        Server = server;
        Status = status;
    }

    /// <summary>The server.</summary>
    public Server Server { get; }

    /// <summary>What came of it.</summary>
    public PasswordStatus Status { get; }

    /// <summary>The password as the cloud keeps it, in base64; null if there is none.</summary>
    public string? EncryptedPassword { get; init; }

    /// <summary>
    /// Gets whether the password may be that of an earlier installation of the server's OS. The cloud does not tell.
    /// </summary>
    public bool MayBeOutdated => EncryptedPassword is not null && Server.MayBeReinstalled;

    /// <summary>The decrypted password, or null. The receiver disposes of it.</summary>
    public SecureString? Password { get; init; }
}
