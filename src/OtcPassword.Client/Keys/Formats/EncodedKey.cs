using System;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>One private key as a format holds it: parsed as far as that goes without a passphrase.</summary>
internal abstract class EncodedKey : IDisposable
{
    public abstract KeyFileFormat Format { get; }

    public abstract bool IsEncrypted { get; }

    public virtual string? Comment => null;

    /// <summary>The public half; null if only the passphrase would tell.</summary>
    public abstract RsaPublicKey? PublicKey { get; }

    /// <summary>Reads the private numbers.</summary>
    /// <param name="passphrase">UTF-8; null if there is none. Ignored if the key is not encrypted.</param>
    /// <exception cref="KeyDataException">The passphrase is missing or wrong, or the data is damaged.</exception>
    public abstract RsaPrivateKey Open(byte[]? passphrase);

    /// <summary>Clears what the container keeps of the file.</summary>
    public abstract void Dispose();
}
