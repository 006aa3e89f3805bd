using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Passwords;

namespace OtcPassword;

/// <summary>The initial password of a server.</summary>
public sealed class ServerPassword : ServerObject
{
    /// <summary>The user whose password Cloudbase-Init sets, unless -UserName or the server's metadata specifies another one.</summary>
    internal const string DefaultUserName = "Administrator";

    private readonly bool _isPlainText;

    /// <param name="result">What the cloud returned.</param>
    /// <param name="userName">The user name that was specified, or null for the one in the server's metadata.</param>
    /// <param name="asPlainText">true to include the password as plain text.</param>
    internal ServerPassword(PasswordResult result, string? userName, bool asPlainText)
        : this(result.EncryptedPassword, result.Password, userName ?? UserNameOf(result), asPlainText)
    {
        MayBeOutdated = result.MayBeOutdated;
        StatusReason = result.Status == PasswordStatus.NotAvailable ? MissingPassword.ReasonOf(result.Server).ToString() : null;
        ServerId = result.Server.Id;
        ServerName = result.Server.Name;
        ServerType = result.Server.Kind.Name;
        Address = result.Server.Address;
        KeyName = result.Server.KeyName;
    }

    /// <param name="encryptedPassword">The encrypted password; null if there is none.</param>
    /// <param name="password">The password, if it was decrypted.</param>
    /// <param name="userName">The user name of the credential.</param>
    /// <param name="asPlainText">true to include the password as plain text.</param>
    internal ServerPassword(string? encryptedPassword, SecureString? password, string? userName, bool asPlainText)
    {
        _isPlainText = asPlainText;
        Status = (password is not null ? PasswordStatus.Decrypted
            : encryptedPassword is not null ? PasswordStatus.Encrypted
            : PasswordStatus.NotAvailable).ToString();
        UserName = userName;
        EncryptedPassword = encryptedPassword is null ? null : ReadableText.Clean(encryptedPassword);
        if (password is not null)
        {
            Password = password;
            Credential = new PSCredential(userName, password);
            PlainTextPassword = asPlainText ? new NetworkCredential(string.Empty, password).Password : null;
        }
    }

    /// <summary>Gets the ID of the server; null if the input of Unprotect-OtcServerPassword does not have one.</summary>
    public string? ServerId { get; internal init; }

    /// <summary>Gets the name of the server.</summary>
    public string? ServerName { get; internal init; }

    /// <summary>Gets the service of the server: ECS or BMS.</summary>
    public string? ServerType { get; internal init; }

    /// <summary>Gets the floating IPv4 address (EIP) of the server if it has one; otherwise, a fixed address.</summary>
    public string? Address { get; internal init; }

    /// <summary>Gets the name of the key pair that the server was created with.</summary>
    public string? KeyName { get; internal init; }

    /// <summary>
    /// Gets the status: Encrypted, Decrypted, or NotAvailable. It is text because ConvertTo-Json writes the value of an enumeration as
    /// a number.
    /// </summary>
    public string Status { get; }

    /// <summary>
    /// Gets why the status is NotAvailable, in one word: Linux, NoKeyPair, NotYet, NotStored, or Unknown; null for another status.
    /// </summary>
    public string? StatusReason { get; }

    /// <summary>
    /// Gets the user name of the credential: the one in the server's metadata, or Administrator. Null for a server that never
    /// has a password.
    /// </summary>
    public string? UserName { get; }

    /// <summary>
    /// Gets whether the password may be that of an earlier installation: the server was launched much later than it was
    /// created, or a key other than that of its key pair decrypted the password. A reinstallation of the OS does not change
    /// the stored password.
    /// </summary>
    public bool MayBeOutdated { get; }

    /// <summary>Gets the encrypted password, in base64.</summary>
    public string? EncryptedPassword { get; }

    /// <summary>Gets the password if it was decrypted; otherwise, null.</summary>
    public SecureString? Password { get; }

    /// <summary>Gets the user name and password, for cmdlets such as Enter-PSSession.</summary>
    public PSCredential? Credential { get; }

    /// <summary>Gets the password as plain text if -AsPlainText was specified; otherwise, null.</summary>
    public string? PlainTextPassword { get; }

    /// <summary>
    /// Returns the object to write to the pipeline. With -AsPlainText, it has an additional type name, because only the view
    /// of that type shows the password.
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

    internal override void Deconstruct(out string? id, out string? name, out string? serverType) =>
        (id, name, serverType) = (ServerId, ServerName, ServerType);

    // A Linux server has neither a password nor an Administrator account.
    private static string? UserNameOf(PasswordResult result) =>
        result.EncryptedPassword is null && result.Server.IsWindows == false
            ? null
            : result.Server.AdminUserName ?? DefaultUserName;

    /// <summary>Returns the server and the status, never the password.</summary>
    public override string ToString() => $"{ServerDescription.Of(ServerName, ServerId) ?? "A server"}: {Status}";
}
