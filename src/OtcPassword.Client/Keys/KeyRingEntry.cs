using System;
using System.Security;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys;

/// <summary>One key on a <see cref="KeyRing"/>. It is opened when it is first needed, and once only.</summary>
public sealed class KeyRingEntry
{
    private readonly KeyFileEntry _entry;
    private readonly object _gate = new();
    private readonly string _fileName;
    private readonly string _baseName;
    private RsaPrivateKey? _key;

    internal KeyRingEntry(string path, KeyFileEntry entry)
    {
        Path = path;
        _fileName = System.IO.Path.GetFileName(path);
        _baseName = System.IO.Path.GetFileNameWithoutExtension(path);
        _entry = entry;
    }

    /// <summary>The file the key is from.</summary>
    public string Path { get; }

    /// <summary>How the key is written.</summary>
    public KeyFileFormat Format => _entry.Format;

    /// <summary>True if the key needs a passphrase.</summary>
    public bool IsEncrypted => _entry.IsEncrypted;

    /// <summary>The public half; null as long as it cannot be known for want of the right passphrase.</summary>
    public RsaPublicKey? PublicKey => _entry.PublicKey;

    /// <summary>Why the key could not be opened; null if it could, or was not needed so far.</summary>
    public OtcException? Problem { get; private set; }

    /// <summary>
    /// True if the file is called like a key pair: the cloud's console saves the private key of "web" as "web.pem".
    /// </summary>
    /// <param name="keyPair">The key pair's name, which may itself have a dot.</param>
    public bool IsNamed(string keyPair) =>
        string.Equals(_fileName, keyPair, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(_baseName, keyPair, StringComparison.OrdinalIgnoreCase);

    /// <summary>The opened key; null if it cannot be opened, which <see cref="Problem"/> then explains.</summary>
    internal RsaPrivateKey? TryOpen(SecureString? passphrase)
    {
        lock (_gate)
        {
            if (_key == null && Problem == null)
            {
                try
                {
                    _key = _entry.Open(passphrase);
                }
                catch (OtcException e)
                {
                    Problem = e;
                }
            }

            return _key;
        }
    }

    internal void Dispose()
    {
        lock (_gate)
        {
            _key?.Dispose();
            Problem ??= new OtcException(OtcError.KeyFileUnreadable, "The key ring was disposed.");
        }
    }
}
