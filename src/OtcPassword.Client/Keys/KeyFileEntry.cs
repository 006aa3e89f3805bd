using System;
using System.Formats.Asn1;
using System.Security;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>One RSA private key in a key file; for an encrypted PKCS#8 key, the kind only shows when it is opened.</summary>
public sealed class KeyFileEntry
{
    private readonly EncodedKey _container;
    private readonly string _path;
    private bool _isDisposed;

    internal KeyFileEntry(string path, EncodedKey container)
    {
        _path = path;
        _container = container;
        PublicKey = container.PublicKey;
    }

    /// <summary>How the key is written.</summary>
    public KeyFileFormat Format => _container.Format;

    /// <summary>True if a passphrase is needed to open the key.</summary>
    public bool IsEncrypted => _container.IsEncrypted;

    /// <summary>The comment kept with the key (OpenSSH, PuTTY), or null. OpenSSH encrypts it along with the key.</summary>
    public string? Comment => _container.Comment;

    /// <summary>The public half; null if it cannot be known without the passphrase (encrypted PKCS#1 and PKCS#8).</summary>
    public RsaPublicKey? PublicKey { get; private set; }

    /// <summary>Opens the key.</summary>
    /// <param name="passphrase">The passphrase; null or empty for none. It does not matter for a key without one.</param>
    /// <returns>The key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">
    /// KeyPassphraseRequired, KeyPassphraseWrong; KeyNotRsa and KeyFileUnreadable for what only shows after decryption.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The <see cref="KeyFile"/> was disposed.</exception>
    public RsaPrivateKey Open(SecureString? passphrase)
    {
        _ = _isDisposed ? throw new ObjectDisposedException(nameof(KeyFile)) : false;
        try
        {
            return !IsEncrypted ? Open((byte[]?)null)
                : passphrase is { Length: > 0 } ? SecureText.UseBytes(passphrase, Open)
                : throw KeyDataException.PassphraseRequired();
        }
        catch (KeyDataException e)
        {
            throw e.ForFile(_path);
        }
        catch (AsnContentException)
        {
            throw KeyDataException.Damaged("is damaged: its structure is not that of a key").ForFile(_path);
        }
        catch (CryptographicException e)
        {
            // The formats check their data before they decrypt it: what fails then is the platform.
            throw KeyDataException.Refused((e as PlatformAlgorithmException)?.Algorithm ?? "an algorithm", e).ForFile(_path);
        }
    }

    private RsaPrivateKey Open(byte[]? passphrase)
    {
        RsaKeyMaterial material = _container.Open(passphrase);
        PublicKey ??= material.PublicKey;
        return new RsaPrivateKey(material);
    }

    internal void Dispose()
    {
        _isDisposed = true;
        _container.Dispose();
    }
}
