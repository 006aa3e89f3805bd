using System.Formats.Asn1;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// The encryption scheme of a PKCS#8 key: PBES2 and PBES1 of RFC 8018, and the schemes of PKCS#12 (RFC 7292, appendix B)
/// that OpenSSL also uses in PKCS#8 files.
/// </summary>
internal sealed class Pkcs8Encryption
{
    private const string Convert = "Convert the file: openssl pkcs8 -topk8 -in {file} -v2 aes-256-cbc -out key.pem";

    private readonly Func<SymmetricAlgorithm> _createCipher;
    private readonly Func<byte[], byte[]> _deriveKey;
    private readonly Func<byte[], byte[]> _deriveIv;

    private Pkcs8Encryption(
        Func<SymmetricAlgorithm> createCipher, int blockSize, Func<byte[], byte[]> deriveKey, Func<byte[], byte[]> deriveIv)
    {
        _createCipher = createCipher;
        BlockSize = blockSize;
        _deriveKey = deriveKey;
        _deriveIv = deriveIv;
    }

    /// <summary>Gets the block size of the cipher in bytes.</summary>
    public int BlockSize { get; }

    /// <summary>Reads an AlgorithmIdentifier, and rejects schemes that would take too much time.</summary>
    /// <param name="algorithm">The content of its SEQUENCE.</param>
    /// <exception cref="KeyDataException">The scheme is not supported, or would take too much time.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public static Pkcs8Encryption Read(AsnReader algorithm)
    {
        string oid = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        algorithm.ThrowIfNotEmpty();
        return oid switch
        {
            "1.2.840.113549.1.5.13" => ReadPbes2(parameters),
            "1.2.840.113549.1.5.3" => ReadPbes1(parameters, MD5.Create),
            "1.2.840.113549.1.5.10" => ReadPbes1(parameters, SHA1.Create),
            "1.2.840.113549.1.12.1.3" => ReadPkcs12(parameters, keySize: 24),
            "1.2.840.113549.1.12.1.4" => ReadPkcs12(parameters, keySize: 16),
            "1.2.840.113549.1.5.4" or "1.2.840.113549.1.5.6" or "1.2.840.113549.1.5.11" or
            "1.2.840.113549.1.12.1.5" or "1.2.840.113549.1.12.1.6" => throw Unsupported("RC2"),
            "1.2.840.113549.1.12.1.1" or "1.2.840.113549.1.12.1.2" => throw Unsupported("RC4"),
            "1.2.840.113549.1.5.1" => throw Unsupported("a scheme with MD2"),
            _ => throw Unsupported($"an unknown scheme (OID {oid})"),
        };
    }

    /// <summary>Decrypts the data, and does not remove the padding.</summary>
    /// <returns>The data, for the caller to clear.</returns>
    public byte[] Decrypt(byte[] passphrase, byte[] data)
    {
        byte[] key = _deriveKey(passphrase);
        try
        {
            return BlockCipher.DecryptCbc(_createCipher(), key, _deriveIv(passphrase), data);
        }
        finally
        {
            SensitiveData.Clear(key);
        }
    }

    private static Pkcs8Encryption ReadPbes2(AsnReader parameters)
    {
        AsnReader derivation = parameters.ReadSequence();
        string derivationOid = derivation.ReadObjectIdentifier();
        if (derivationOid != "1.2.840.113549.1.5.12")
        {
            throw Unsupported(derivationOid == "1.3.6.1.4.1.11591.4.11" ? "scrypt" : $"an unknown key derivation function (OID {derivationOid})");
        }

        AsnReader pbkdf2 = derivation.ReadSequence();
        byte[] salt = ReadSalt(pbkdf2);
        int iterations = ReadIterations(pbkdf2, KeyLimits.Pbkdf2Iterations);
        int? statedKeySize = null;
        if (pbkdf2.HasData && pbkdf2.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            statedKeySize = pbkdf2.TryReadInt32(out int size) ? size : throw new AsnContentException();
        }

        string hashOid = pbkdf2.HasData ? pbkdf2.ReadSequence().ReadObjectIdentifier() : "1.2.840.113549.2.7";
        pbkdf2.ThrowIfNotEmpty();
        HashAlgorithmName hash = hashOid switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.8" => throw Unsupported("PBKDF2 with HMAC-SHA-224"),
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw Unsupported($"PBKDF2 with an unknown hash algorithm (OID {hashOid})"),
        };

        AsnReader encryption = parameters.ReadSequence();
        parameters.ThrowIfNotEmpty();
        string cipherOid = encryption.ReadObjectIdentifier();
        (Func<SymmetricAlgorithm> create, int keySize, int blockSize) = cipherOid switch
        {
            "2.16.840.1.101.3.4.1.2" => ((Func<SymmetricAlgorithm>)Aes.Create, 16, 16),
            "2.16.840.1.101.3.4.1.22" => (Aes.Create, 24, 16),
            "2.16.840.1.101.3.4.1.42" => (Aes.Create, 32, 16),
            "1.2.840.113549.3.7" => (TripleDES.Create, 24, 8),
            "1.3.14.3.2.7" => (DES.Create, 8, 8),
            _ => throw Unsupported($"an unknown cipher (OID {cipherOid})"),
        };
        byte[] iv = Der.ReadOctets(encryption).ToArray();
        if (iv.Length != blockSize || (statedKeySize ?? keySize) != keySize)
        {
            throw KeyDataException.Damaged("is damaged: the lengths of its key and initialization vector do not match its cipher");
        }

        return new Pkcs8Encryption(
            create, blockSize, passphrase => Pbkdf2.Derive(passphrase, salt, iterations, hash, keySize), _ => iv);
    }

    private static Pkcs8Encryption ReadPbes1(AsnReader parameters, Func<HashAlgorithm> createHash)
    {
        byte[] salt = ReadSalt(parameters);
        int iterations = ReadIterations(parameters, KeyLimits.LegacyIterations);
        parameters.ThrowIfNotEmpty();
        return new Pkcs8Encryption(
            DES.Create,
            blockSize: 8,
            passphrase => LegacyDerivation.Pbkdf1(createHash, passphrase, salt, iterations, start: 0, length: 8),
            passphrase => LegacyDerivation.Pbkdf1(createHash, passphrase, salt, iterations, start: 8, length: 8));
    }

    private static Pkcs8Encryption ReadPkcs12(AsnReader parameters, int keySize)
    {
        byte[] salt = ReadSalt(parameters);
        int iterations = ReadIterations(parameters, KeyLimits.LegacyIterations);
        parameters.ThrowIfNotEmpty();
        return new Pkcs8Encryption(
            TripleDES.Create,
            blockSize: 8,
            passphrase => LegacyDerivation.Pkcs12(passphrase, salt, iterations, LegacyDerivation.ForKey, keySize),
            passphrase => LegacyDerivation.Pkcs12(passphrase, salt, iterations, LegacyDerivation.ForIv, 8));
    }

    private static byte[] ReadSalt(AsnReader reader)
    {
        ReadOnlyMemory<byte> salt = Der.ReadOctets(reader);
        if (salt.Length is < KeyLimits.MinSaltBytes or > KeyLimits.MaxSaltBytes)
        {
            throw UnsupportedKey.Other(
                $"is encrypted with a salt of {salt.Length} bytes; supported lengths are {KeyLimits.MinSaltBytes} to {KeyLimits.MaxSaltBytes} bytes",
                Convert);
        }

        return salt.ToArray();
    }

    private static int ReadIterations(AsnReader reader, int max)
    {
        ReadOnlyMemory<byte> number = Der.ReadPositive(reader);
        ReadOnlySpan<byte> trimmed = UnsignedNumber.Trim(number.Span);
        long iterations = 0;
        for (int i = 0; i < trimmed.Length && iterations <= max; i++)
        {
            iterations = iterations << 8 | trimmed[i];
        }

        if (iterations == 0)
        {
            throw KeyDataException.Damaged("is damaged: its iteration count is 0");
        }

        return iterations <= max
            ? (int)iterations
            : throw UnsupportedKey.Other($"requires more than {max} key derivation iterations, which is not supported", Convert);
    }

    private static KeyDataException Unsupported(string what) =>
        UnsupportedKey.Other($"is encrypted with {what}, which is not supported", Convert);
}
