using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Parameters;
using OtcPassword.Parameters.Completion;

namespace OtcPassword.Cmdlets;

/// <summary>
/// Decrypts passwords that were fetched before, by someone else perhaps. It needs the private key and no cloud: nothing
/// is sent anywhere.
/// </summary>
[Cmdlet(VerbsSecurity.Unprotect, "OtcServerPassword")]
[OutputType(typeof(ServerPassword))]
public sealed class UnprotectOtcServerPasswordCommand : OtcCommand
{
    private KeyRing? _keys;
    private PasswordDecryptor? _decryptor;
    private int _count;

    /// <summary>The encrypted password, in base64. An object without one passes through as NotAvailable.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [EncryptedText]
    [AllowNull]
    [AllowEmptyString]
    public string? EncryptedPassword { get; set; }

    /// <summary>
    /// Private key files: paths, wildcards or folders. Default: the private keys in the places that OTC_KEY_PATH lists,
    /// in <c>~/.ssh</c> and in <c>~/Downloads</c>.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [KeyFilePath]
    [ValidateNotNullOrEmpty]
    public string[]? KeyFile { get; set; }

    /// <summary>The passphrase of key files that are protected by one.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>The key pair the password is encrypted for: a key file of this name is tried first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string? KeyName { get; set; }

    /// <summary>The server's id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServerId { get; set; }

    /// <summary>The server's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServerName { get; set; }

    /// <summary>ECS or BMS.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServerType { get; set; }

    /// <summary>The server's address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Address { get; set; }

    /// <summary>The account the password is for; default: Administrator.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? UserName { get; set; }

    /// <summary>Puts the password in the clear into the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _keys = Require(() => CommandKeys.Open(this, KeyFile, KeyPassphrase));
        _decryptor = new PasswordDecryptor(_keys, WriteVerbose);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _count++;
        string? name = ServerDescription.Of(NotEmpty(ServerName), NotEmpty(ServerId));
        if (name is not null && string.IsNullOrWhiteSpace(EncryptedPassword))
        {
            WriteVerbose($"There is no encrypted password for server {name}.");
            Write(null, null);
            return;
        }

        try
        {
            string encrypted = EncryptedPassword ?? string.Empty;
            RegisteredKey? key = NotEmpty(KeyName) is { } keyName ? new RegisteredKey(keyName, publicKey: null) : null;
            Write(encrypted, _decryptor!.Decrypt(encrypted, key, name is null ? $"item {_count}" : $"server {name}"));
        }
        catch (OtcException e)
        {
            WriteError(e, NotEmpty(ServerId) ?? NotEmpty(ServerName) ?? EncryptedPassword);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _keys?.Dispose();
        }
    }

    private void Write(string? encrypted, SecureString? password) => WriteObject(
        new ServerPassword(
            encrypted, password, NotEmpty(UserName) ?? (password is null ? null : ServerPassword.DefaultUserName), AsPlainText)
        {
            ServerId = NotEmpty(ServerId),
            ServerName = NotEmpty(ServerName),
            ServerType = NotEmpty(ServerType),
            Address = NotEmpty(Address),
            KeyName = NotEmpty(KeyName),
        }.ForOutput());

    // In CSV there is no null.
    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
