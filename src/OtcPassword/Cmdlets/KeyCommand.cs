using System.Management.Automation;
using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of the cmdlets that decrypt passwords.</summary>
public abstract class KeyCommand : OtcCommand
{
    private KeyRing? _keys;

    /// <summary>
    /// Gets or sets the private key files: paths, wildcards, or folders. The default locations are OTC_PRIVATE_KEY, OTC_KEY_PATH,
    /// <c>~/.ssh</c>, and <c>~/Downloads</c>.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string[]? KeyFile { get; set; }

    /// <summary>Gets or sets the text of one or more private keys, to use instead of key files or in addition to them.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretText(IsFile = true)]
    public SecureString? PrivateKey { get; set; }

    /// <summary>Gets or sets the passphrases of passphrase-protected private keys, which are tried in turn.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretText(IsList = true)]
    public SecureString[]? KeyPassphrase { get; set; }

    /// <summary>Gets or sets whether the output includes the password as plain text.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Opens the keys. A failure ends the command.</summary>
    /// <param name="trace">Receives the verbose messages of the decryption.</param>
    private protected PasswordDecryptor OpenKeys(Action<string> trace)
    {
        _keys = Require(() => CommandKeys.Open(this, KeyFile, PrivateKey, KeyPassphrase, Context.Cancellation));
        return new PasswordDecryptor(_keys, trace);
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
}
