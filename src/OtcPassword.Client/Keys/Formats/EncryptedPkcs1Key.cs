using System.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// PKCS#1 PEM with a passphrase: "Proc-Type: 4,ENCRYPTED" and "DEK-Info: cipher,iv", as OpenSSL writes it.
/// </summary>
internal sealed class EncryptedPkcs1Key : EncodedKey
{
    private const string Convert =
        "Convert the file with OpenSSL 3, which Git for Windows contains: " +
        "openssl rsa -provider legacy -provider default -in {file} -aes256 -out key.pem";

    private readonly byte[] _data;
    private readonly Func<SymmetricAlgorithm> _createCipher;
    private readonly int _keySize;
    private readonly byte[] _iv;

    /// <param name="dekInfo">The value of the DEK-Info header.</param>
    /// <param name="data">The encrypted data; owned by the key.</param>
    public EncryptedPkcs1Key(string dekInfo, byte[] data)
    {
        string[] parts = dekInfo.Split(',');
        string name = parts[0].Trim().ToUpperInvariant();
        (_createCipher, _keySize, int blockSize) = name switch
        {
            "AES-128-CBC" => (Aes.Create, 16, 16),
            "AES-192-CBC" => (Aes.Create, 24, 16),
            "AES-256-CBC" => (Aes.Create, 32, 16),
            "DES-EDE3-CBC" => (TripleDES.Create, 24, 8),
            "DES-CBC" => ((Func<SymmetricAlgorithm>)DES.Create, 8, 8),
            _ => throw KeyDataException.Unsupported(
                $"is encrypted with {(name.Length is > 0 and < 32 ? name : "an unknown cipher")}, which is not supported", Convert),
        };
        byte[]? iv = parts.Length == 2 ? HexBytes.TryDecode(parts[1].Trim()) : null;
        if (iv == null || iv.Length != blockSize)
        {
            throw KeyDataException.Damaged("is damaged: its DEK-Info header has no valid initialization vector");
        }

        BlockCipher.RequireBlocks(data, blockSize);
        _iv = iv;
        _data = data;
    }

    public override KeyFileFormat Format => KeyFileFormat.Pkcs1Pem;

    public override bool IsEncrypted => true;

    public override RsaPublicKey? PublicKey => null;

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] key = KeyDerivation.EvpBytesToKey(passphrase!, _iv, _keySize);
        byte[] plain = BlockCipher.DecryptCbc(_createCipher, key, _iv, _data);
        SensitiveData.Clear(key);
        return BlockCipher.ReadPadded(plain, _iv.Length);
    }

    public override void Dispose() => SensitiveData.Clear(_data);
}
