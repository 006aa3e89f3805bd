using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>EncryptedPrivateKeyInfo of RFC 5208: PKCS#8 with a passphrase.</summary>
internal sealed class EncryptedPkcs8Key : EncodedKey
{
    private readonly Pkcs8Encryption _scheme;
    private readonly byte[] _data;

    /// <param name="format">PEM or DER.</param>
    /// <param name="der">The structure; it is not stored.</param>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public EncryptedPkcs8Key(KeyFileFormat format, byte[] der)
    {
        Format = format;
        AsnReader info = Der.ReadOnlySequence(der);
        _scheme = Pkcs8Encryption.Read(info.ReadSequence());
        _data = Der.ReadOctets(info).ToArray();
        info.ThrowIfNotEmpty();
        if (_data.Length == 0 || _data.Length % _scheme.BlockSize != 0)
        {
            throw KeyDataException.Damaged("is damaged: the length of its encrypted data is not a multiple of the cipher block size");
        }
    }

    public override KeyFileFormat Format { get; }

    public override bool IsEncrypted => true;

    public override RsaPublicKey? PublicKey => null;

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] plain = _scheme.Decrypt(passphrase!, _data);
        try
        {
            int length = BlockCipher.LengthWithoutPadding(plain, _scheme.BlockSize);
            return length < 0 ? throw KeyDataException.PassphraseWrong() : Pkcs8.Read(plain.AsMemory(0, length));
        }
        catch (AsnContentException)
        {
            throw KeyDataException.PassphraseWrong();
        }
        finally
        {
            SensitiveData.Clear(plain);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_data);
}
