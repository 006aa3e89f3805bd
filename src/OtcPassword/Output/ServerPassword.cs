using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client.Passwords;

namespace OtcPassword;

/// <summary>The initial password of a server.</summary>
public sealed class ServerPassword
{
    /// <summary>The account whose password Cloudbase-Init sets, where neither the user nor the server names another.</summary>
    internal const string DefaultUserName = "Administrator";

    private readonly bool _isPlainText;

    /// <param name="result">What the cloud returned.</param>
    /// <param name="userName">The account that the user specified; null: the one that the server's metadata names.</param>
    /// <param name="asPlainText">True to show the password.</param>
    internal ServerPassword(PasswordResult result, string? userName, bool asPlainText)
        : this(result.EncryptedPassword, result.Password, userName ?? UserNameOf(result), asPlainText)
    {
        MayBeOutdated = result.MayBeOutdated;
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
    internal ServerPassword(string? encryptedPassword, SecureString? password, string? userName, bool asPlainText)
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

    /// <summary>
    /// Gets the account the password is for: the one that the server's metadata names, or Administrator. Null for a server
    /// that never has a password.
    /// </summary>
    public string? UserName { get; }

    /// <summary>
    /// Gets whether the password may be that of an earlier installation: the server was launched much later than it was
    /// created, and the cloud keeps the password that it has when an OS is installed again.
    /// </summary>
    public bool MayBeOutdated { get; }

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

    // A Linux server has neither a password nor the account that it would be for.
    private static string? UserNameOf(PasswordResult result) =>
        result.EncryptedPassword is null && result.Server.IsWindows == false
            ? null
            : result.Server.AdminUserName ?? DefaultUserName;

    /// <summary>Server and status, never the password.</summary>
    public override string ToString() => $"{ServerDescription.Of(ServerName, ServerId) ?? "A server"}: {Status}";
}
