using System.Formats.Asn1;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// PKCS#1 PEM with a passphrase: "Proc-Type: 4,ENCRYPTED" and "DEK-Info: cipher,iv", as OpenSSL writes it.
/// </summary>
internal sealed class EncryptedPkcs1Key : EncodedKey
{
    private const string Convert = "Convert the file: openssl rsa -in {file} -aes256 -out key.pem";

    private readonly byte[] _data;
    private readonly Func<SymmetricAlgorithm> _createCipher;
    private readonly int _keySize;
    private readonly byte[] _iv;

    /// <param name="dekInfo">The value of the DEK-Info header.</param>
    /// <param name="data">The encrypted data; owned by the key.</param>
    public EncryptedPkcs1Key(string dekInfo, byte[] data)
    {
        string[] parts = dekInfo.Split(',');
        (_createCipher, _keySize, int blockSize) = Cipher(parts[0].Trim().ToUpperInvariant());
        byte[]? iv = parts.Length == 2 ? HexBytes.TryDecode(parts[1].Trim()) : null;
        if (iv == null || iv.Length != blockSize)
        {
            throw KeyDataException.Damaged("is damaged: its DEK-Info header has no valid initialization vector");
        }

        if (data.Length == 0 || data.Length % blockSize != 0)
        {
            throw KeyDataException.Damaged("is damaged: the length of its encrypted data is not a multiple of the cipher block size");
        }

        _iv = iv;
        _data = data;
    }

    public override KeyFileFormat Format => KeyFileFormat.Pkcs1Pem;

    public override bool IsEncrypted => true;

    public override RsaPublicKey? PublicKey => null;

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] key = DeriveKey(passphrase!, _iv, _keySize);
        byte[] plain = BlockCipher.DecryptCbc(_createCipher(), key, _iv, _data);
        SensitiveData.Clear(key);
        try
        {
            int length = BlockCipher.LengthWithoutPadding(plain, _iv.Length);
            return length < 0 ? throw KeyDataException.PassphraseWrong() : Pkcs1.Read(plain.AsMemory(0, length));
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

    private static (Func<SymmetricAlgorithm> Create, int KeySize, int BlockSize) Cipher(string name) => name switch
    {
        "AES-128-CBC" => (Aes.Create, 16, 16),
        "AES-192-CBC" => (Aes.Create, 24, 16),
        "AES-256-CBC" => (Aes.Create, 32, 16),
        "DES-EDE3-CBC" => (TripleDES.Create, 24, 8),
        "DES-CBC" => (DES.Create, 8, 8),
        _ => throw UnsupportedKey.Other($"is encrypted with {Shown(name)}, which is not supported", Convert),
    };

    private static string Shown(string name) => name.Length is > 0 and < 32 ? name : "an unknown cipher";

    // OpenSSL's EVP_BytesToKey with MD5 and one iteration: each hash covers the previous hash, the passphrase, and the salt.
    // The salt is the first half of the initialization vector.
    private static byte[] DeriveKey(byte[] passphrase, byte[] iv, int keySize)
    {
        byte[] key = new byte[keySize];
        byte[] input = new byte[16 + passphrase.Length + 8];
        Buffer.BlockCopy(passphrase, 0, input, 16, passphrase.Length);
        Buffer.BlockCopy(iv, 0, input, 16 + passphrase.Length, 8);
        using MD5 md5 = PlatformAlgorithm.Run("MD5", MD5.Create);
        int start = 16;
        for (int filled = 0; filled < keySize; filled += 16)
        {
            byte[] hash = md5.ComputeHash(input, start, input.Length - start);
            Buffer.BlockCopy(hash, 0, key, filled, Math.Min(16, keySize - filled));
            Buffer.BlockCopy(hash, 0, input, 0, 16);
            SensitiveData.Clear(hash);
            start = 0;
        }

        SensitiveData.Clear(input);
        return key;
    }
}
