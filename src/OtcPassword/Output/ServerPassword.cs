using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client.Passwords;

namespace OtcPassword;

/// <summary>The initial password of a server.</summary>
public sealed class ServerPassword
{
    private readonly bool _isPlainText;

    internal ServerPassword(PasswordResult result, string userName, bool asPlainText)
        : this(result.EncryptedPassword, result.Password, userName, asPlainText)
    {
        ServerId = result.Server.Id;
        ServerName = result.Server.Name;
        ServerType = result.Server.Kind.ToString().ToUpperInvariant();
        Address = result.Server.Address;
        KeyName = result.Server.KeyName;
    }

    /// <param name="encryptedPassword">The password as the cloud keeps it; null if there is none.</param>
    /// <param name="password">The password, if it was decrypted.</param>
    /// <param name="userName">The account the password is for.</param>
    /// <param name="asPlainText">True to show the password.</param>
    internal ServerPassword(string? encryptedPassword, SecureString? password, string userName, bool asPlainText)
    {
        _isPlainText = asPlainText;
        Status = password is not null ? ServerPasswordStatus.Decrypted
            : encryptedPassword is not null ? ServerPasswordStatus.Encrypted
            : ServerPasswordStatus.NotAvailable;
        UserName = userName;
        EncryptedPassword = encryptedPassword;
        if (password is not null)
        {
            Password = password;
            Credential = new PSCredential(userName, password);
            PlainTextPassword = asPlainText ? new NetworkCredential(string.Empty, password).Password : null;
        }
    }

    /// <summary>The server's id; null if a password was decrypted whose server was not named.</summary>
    public string? ServerId { get; internal init; }

    /// <summary>The server's name.</summary>
    public string? ServerName { get; internal init; }

    /// <summary>ECS or BMS.</summary>
    public string? ServerType { get; internal init; }

    /// <summary>The address to reach the server by: its floating IPv4 address if it has one, else a fixed one.</summary>
    public string? Address { get; internal init; }

    /// <summary>The key pair the password is encrypted for.</summary>
    public string? KeyName { get; internal init; }

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

    /// <summary>
    /// The object as it goes down the pipeline. Where -AsPlainText was given it has a type name of its own, for which
    /// there is a view with the password: else no view shows one.
    /// </summary>
    internal PSObject ForOutput()
    {
        var output = new PSObject(this);
        if (_isPlainText)
        {
            output.TypeNames.Insert(0, $"{typeof(ServerPassword)}#PlainText");
        }

        return output;
    }

    /// <summary>Server and status, never the password.</summary>
    public override string ToString() => $"{ServerDescription.Of(ServerName, ServerId) ?? "A server"}: {Status}";
}
