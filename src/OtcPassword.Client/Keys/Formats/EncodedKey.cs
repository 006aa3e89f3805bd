using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>A private key in one format, parsed as far as possible without a passphrase.</summary>
internal abstract class EncodedKey : IDisposable
{
    public abstract KeyFileFormat Format { get; }

    public abstract bool IsEncrypted { get; }

    public virtual string? Comment => null;

    /// <summary>Gets why opening the key takes longer than the limits of searched files allow; null if it does not.</summary>
    public string? Cost { get; protected init; }

    /// <summary>Gets the public key; null if it cannot be read without the passphrase.</summary>
    public abstract RsaPublicKey? PublicKey { get; }

    /// <summary>Opens the private key.</summary>
    /// <param name="passphrase">The passphrase in UTF-8, or null. Ignored if the key is not encrypted.</param>
    /// <exception cref="KeyDataException">The passphrase is missing or incorrect, or the data is damaged.</exception>
    public abstract RsaPrivateKey Open(byte[]? passphrase);

    /// <summary>Clears the data of the key.</summary>
    public abstract void Dispose();
}
