using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client.Passwords;

namespace OtcPassword;

/// <summary>The initial password of a server.</summary>
public sealed class ServerPassword
{
    internal ServerPassword(PasswordResult result, string userName, bool asPlainText)
    {
        ServerId = result.Server.Id;
        ServerName = result.Server.Name;
        ServerType = result.Server.Kind.ToString().ToUpperInvariant();
        Address = result.Server.Address;
        KeyName = result.Server.KeyName;
        Status = result.Status switch
        {
            PasswordStatus.Encrypted => ServerPasswordStatus.Encrypted,
            PasswordStatus.Decrypted => ServerPasswordStatus.Decrypted,
            _ => ServerPasswordStatus.NotAvailable,
        };
        UserName = userName;
        EncryptedPassword = result.EncryptedPassword;
        if (result.Password is { } password)
        {
            Password = password;
            Credential = new PSCredential(userName, password);
            PlainTextPassword = asPlainText ? new NetworkCredential(string.Empty, password).Password : null;
        }
    }

    /// <summary>The server's id.</summary>
    public string ServerId { get; }

    /// <summary>The server's name.</summary>
    public string ServerName { get; }

    /// <summary>ECS or BMS.</summary>
    public string ServerType { get; }

    /// <summary>The address to reach the server by: its floating IPv4 address if it has one, else a fixed one.</summary>
    public string? Address { get; }

    /// <summary>The key pair the password is encrypted for.</summary>
    public string? KeyName { get; }

    /// <summary>Encrypted, Decrypted or NotAvailable.</summary>
    public ServerPasswordStatus Status { get; }

    /// <summary>The account the password is for.</summary>
    public string UserName { get; }

    /// <summary>The password as the cloud keeps it, in base64.</summary>
    public string? EncryptedPassword { get; }

    /// <summary>The password, if it was decrypted.</summary>
    public SecureString? Password { get; }

    /// <summary>User name and password, for cmdlets such as Enter-PSSession.</summary>
    public PSCredential? Credential { get; }

    /// <summary>The password in the clear; only if -AsPlainText asked for it.</summary>
    public string? PlainTextPassword { get; }

    /// <summary>Server and status, never the password.</summary>
    public override string ToString() => $"{ServerName} ({ServerId}): {Status}";
}
