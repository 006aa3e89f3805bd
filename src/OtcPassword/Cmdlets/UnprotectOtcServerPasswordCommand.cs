using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>
/// Decrypts encrypted passwords that were exported before, possibly by another user. Works offline with the private key.
/// </summary>
[Cmdlet(VerbsSecurity.Unprotect, "OtcServerPassword")]
[OutputType(typeof(ServerPassword))]
public sealed class UnprotectOtcServerPasswordCommand : KeyCommand
{
    private PasswordDecryptor? _decryptor;
    private int _count;

    /// <summary>Gets or sets the encrypted password, in base64. For an object without one, the status is NotAvailable.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [EncryptedText]
    [AllowNull]
    [AllowEmptyString]
    public string? EncryptedPassword { get; set; }

    /// <summary>Gets or sets the key pair of the server. A key file with the name of the key pair is tried first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    [SpecifiedValue]
    public string? KeyName { get; set; }

    /// <summary>Gets or sets the ID of the server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SpecifiedValue]
    public string? ServerId { get; set; }

    /// <summary>Gets or sets the name of the server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SpecifiedValue]
    public string? ServerName { get; set; }

    /// <summary>Gets or sets the service: ECS or BMS.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SpecifiedValue]
    public string? ServerType { get; set; }

    /// <summary>Gets or sets the IP address of the server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SpecifiedValue]
    public string? Address { get; set; }

    /// <summary>Gets or sets the user name of the credential. The default is Administrator.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SpecifiedValue]
    public string? UserName { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _decryptor = OpenKeys(WriteVerbose);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _count++;
        string? name = ServerDescription.Of(Read(ServerName), Read(ServerId));
        if (name is not null && string.IsNullOrWhiteSpace(EncryptedPassword))
        {
            WriteVerbose($"The input object for server {name} has no encrypted password.");
            Write(null, null);
            return;
        }

        string what = name is null ? $"input object {_count}" : $"server {name}";
        if (MisplacedValue.Of(EncryptedPassword) is not null)
        {
            WriteError(
                new OtcException(
                    OtcError.EncryptedPasswordInvalid,
                    $"The encrypted password of {what} is not valid: the value is {EncryptedPassword}.",
                    "Specify base64 text, or an object with the property EncryptedPassword. " +
                    "Specify the text of a private key with -PrivateKey."),
                EncryptedPassword);
            return;
        }

        try
        {
            string encrypted = EncryptedPassword ?? string.Empty;
            RegisteredKey? key = Read(KeyName) is { } keyName ? new RegisteredKey(keyName, publicKey: null) : null;
            Write(encrypted, _decryptor!.Decrypt(encrypted, key, what));
        }
        catch (OtcException e)
        {
            WriteError(e, Read(ServerId) ?? Read(ServerName) ?? what);
        }
    }

    private void Write(string? encrypted, SecureString? password) => WriteObject(
        new ServerPassword(
            encrypted, password, Read(UserName) ?? (password is null ? null : ServerPassword.DefaultUserName), AsPlainText)
        {
            ServerId = Read(ServerId),
            ServerName = Read(ServerName),
            ServerType = Read(ServerType),
            Address = Read(Address),
            KeyName = Read(KeyName),
        }.ForOutput());

    // CSV files have empty text instead of null, and can come from others.
    private static string? Read(string? text) => string.IsNullOrWhiteSpace(text) ? null : ReadableText.Clean(text!);
}
