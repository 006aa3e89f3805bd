using System.Formats.Asn1;
using System.Security;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>One RSA private key in a key file. For an encrypted PKCS#8 key, the kind is known only after it was opened.</summary>
public sealed class StoredKey
{
    // Notepad appends it, and Explorer does not show it.
    private const string HiddenExtension = ".txt";

    private readonly EncodedKey _encoded;
    private readonly KeyFileSource _source;
    private readonly object _gate = new();
    private readonly string _fileName;
    private readonly string _baseName;
    private RsaPrivateKey? _opened;
    private bool _isDisposed;

    internal StoredKey(KeyFileSource source, EncodedKey encoded)
    {
        _source = source;
        _fileName = System.IO.Path.GetFileName(source.Path);
        _baseName = System.IO.Path.GetFileNameWithoutExtension(
            _fileName.EndsWith(HiddenExtension, StringComparison.OrdinalIgnoreCase)
                ? _fileName.Substring(0, _fileName.Length - HiddenExtension.Length)
                : _fileName);
        _encoded = encoded;
        PublicKey = encoded.PublicKey;
    }

    /// <summary>Gets the path of the file, as it was specified, or the name of the parameter or variable that has the text.</summary>
    public string Path => _source.Path;

    /// <summary>Gets the key as messages name it: "key file 'x'".</summary>
    internal string Source => _source.ToString();

    /// <summary>Gets the key as messages name it in a list: "'x'".</summary>
    internal string ShortSource => _source.ShortName;

    /// <summary>Gets how the key is written.</summary>
    public KeyFileFormat Format => _encoded.Format;

    /// <summary>Gets whether a passphrase is needed to open the key.</summary>
    public bool IsEncrypted => _encoded.IsEncrypted;

    /// <summary>Gets the comment of the key (OpenSSH, PuTTY), or null. OpenSSH encrypts it together with the key.</summary>
    public string? Comment => _encoded.Comment;

    /// <summary>
    /// Gets the public key; null while it cannot be known without the passphrase (encrypted PKCS#1 and PKCS#8).
    /// </summary>
    public RsaPublicKey? PublicKey { get; private set; }

    /// <summary>Gets why a <see cref="KeyRing"/> could not open the key; null if it could, or did not need it so far.</summary>
    public OtcException? Problem { get; private set; }

    /// <summary>
    /// Returns true if the file has the name of a key pair: the cloud's console saves the private key of "web" as "web.pem".
    /// </summary>
    /// <param name="keyPair">The name of the key pair, which can contain a dot.</param>
    public bool IsNamed(string keyPair) =>
        string.Equals(_fileName, keyPair, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(_baseName, keyPair, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets why opening the key takes long, as "600000 iterations of …"; null if it does not.</summary>
    public string? Cost => _encoded.Cost;

    /// <summary>Opens the key.</summary>
    /// <param name="passphrase">The passphrase; null or empty for none. It does not matter for a key without one.</param>
    /// <returns>The key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">As for the other overload.</exception>
    public RsaPrivateKey Open(SecureString? passphrase) => Open(passphrase is null ? [] : [passphrase], CancellationToken.None);

    /// <summary>Opens the key with the first passphrase that is correct.</summary>
    /// <param name="passphrases">The passphrases, which are tried in turn. They do not matter for a key without one.</param>
    /// <param name="cancellation">Cancels waiting for a key that takes long to open.</param>
    /// <returns>The key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">
    /// KeyPassphraseRequired, KeyPassphraseWrong; KeyNotRsa and KeyFileUnreadable for what is known only after decryption.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The <see cref="PrivateKeyFile"/> was disposed.</exception>
    public RsaPrivateKey Open(IReadOnlyCollection<SecureString> passphrases, CancellationToken cancellation)
    {
        _ = _isDisposed ? throw new ObjectDisposedException(nameof(PrivateKeyFile)) : false;
        try
        {
            RsaPrivateKey key = Cost is not null && cancellation.CanBeCanceled
                ? OpenInBackground(passphrases, cancellation)
                : OpenWithAny(passphrases);
            PublicKey ??= key.PublicKey;
            return key;
        }
        catch (KeyDataException e)
        {
            throw _source.Report(e);
        }
        catch (AsnContentException)
        {
            throw _source.Report(KeyDataException.Damaged("is damaged: its ASN.1 structure is not that of a private key"));
        }
        catch (Exception e) when (PlatformAlgorithm.IsRefusal(e))
        {
            // The formats check their data before they decrypt it, so a failure comes from the platform.
            throw _source.Report(KeyDataException.Refused((e as PlatformAlgorithmException)?.Algorithm ?? "an algorithm", e));
        }
    }

    /// <summary>
    /// Opens the key when it is first needed, and once only. Returns null if it cannot be opened, which
    /// <see cref="Problem"/> then explains. The key belongs to this object.
    /// </summary>
    internal RsaPrivateKey? OpenOnce(IReadOnlyCollection<SecureString> passphrases, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_opened == null && Problem == null)
            {
                try
                {
                    _opened = Open(passphrases, cancellation);
                }
                catch (OtcException e)
                {
                    Problem = e;
                }
            }

            return _opened;
        }
    }

    internal void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _opened?.Dispose();
            _encoded.Dispose();
            Problem ??= new OtcException(OtcError.KeyFileUnreadable, "The key ring was disposed.");
        }
    }

    private RsaPrivateKey OpenWithAny(IReadOnlyCollection<SecureString> passphrases)
    {
        if (!IsEncrypted)
        {
            return _encoded.Open(null);
        }

        KeyDataException problem = KeyDataException.PassphraseRequired();
        foreach (SecureString passphrase in passphrases.Where(passphrase => passphrase.Length > 0))
        {
            try
            {
                return SecureText.UseBytes(passphrase, _encoded.Open);
            }
            catch (KeyDataException e) when (e.Error == OtcError.KeyPassphraseWrong)
            {
                problem = e;
            }
        }

        throw problem;
    }

    // The key derivation functions of the platform cannot be cancelled. What is no longer needed ends in the background.
    private RsaPrivateKey OpenInBackground(IReadOnlyCollection<SecureString> passphrases, CancellationToken cancellation)
    {
        Task<RsaPrivateKey> opening = Task.Run(() => OpenWithAny(passphrases), CancellationToken.None);
        try
        {
            Task.WaitAny([opening], cancellation);
            return opening.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            opening.ContinueWith(task => (task.Exception is null ? task.Result : null)?.Dispose(), TaskScheduler.Default);
            throw;
        }
    }
}
