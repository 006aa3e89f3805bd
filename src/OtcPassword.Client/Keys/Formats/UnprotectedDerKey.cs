using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>An unencrypted RSA key in PKCS#1 or PKCS#8, in PEM or DER.</summary>
internal sealed class UnprotectedDerKey : EncodedKey
{
    private readonly byte[] _der;
    private readonly Func<ReadOnlyMemory<byte>, RsaPrivateKey> _read;

    /// <param name="format">One of the PKCS formats.</param>
    /// <param name="der">The data; owned by the key.</param>
    public UnprotectedDerKey(KeyFileFormat format, byte[] der)
    {
        Format = format;
        _der = der;
        _read = format is KeyFileFormat.Pkcs1Pem or KeyFileFormat.Pkcs1Der ? Pkcs1.Read : Pkcs8.Read;
        try
        {
            using RsaPrivateKey material = _read(_der);
            PublicKey = material.PublicKey;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override KeyFileFormat Format { get; }

    public override bool IsEncrypted => false;

    public override RsaPublicKey PublicKey { get; }

    public override RsaPrivateKey Open(byte[]? passphrase) => _read(_der);

    public override void Dispose() => SensitiveData.Clear(_der);
}
