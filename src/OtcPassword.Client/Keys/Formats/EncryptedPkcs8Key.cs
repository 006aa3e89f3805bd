using System.Formats.Asn1;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// EncryptedPrivateKeyInfo of RFC 5208, PKCS#8 with a passphrase: with PBES2 and PBES1 of RFC 8018, and the schemes of PKCS#12
/// (RFC 7292, appendix B) that OpenSSL also uses in PKCS#8 files.
/// </summary>
internal sealed class EncryptedPkcs8Key : EncodedKey
{
    private const string Convert = KeyDataException.ToPkcs8;

    private readonly Scheme _scheme;
    private readonly byte[] _data;

    /// <param name="format">PEM or DER.</param>
    /// <param name="der">The structure; it is not stored.</param>
    /// <param name="limits">The limits of the work that opening the key can take.</param>
    /// <exception cref="KeyDataException">The scheme is not supported, or would take too much time.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public EncryptedPkcs8Key(KeyFileFormat format, byte[] der, KeyLimits limits)
    {
        Format = format;
        AsnReader info = DerKey.ReadSequence(der);
        _scheme = Read(info.ReadSequence(), limits);
        Cost = _scheme.Cost;
        _data = DerKey.ReadOctets(info).ToArray();
        info.ThrowIfNotEmpty();
        BlockCipher.RequireBlocks(_data, _scheme.BlockSize);
    }

    public override KeyFileFormat Format { get; }

    public override bool IsEncrypted => true;

    public override RsaPublicKey? PublicKey => null;

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] key = _scheme.DeriveKey(passphrase!);
        try
        {
            byte[] plain = BlockCipher.DecryptCbc(_scheme.CreateCipher, key, _scheme.DeriveIv(passphrase!), _data);
            return BlockCipher.ReadPadded(plain, _scheme.BlockSize);
        }
        finally
        {
            SensitiveData.Clear(key);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_data);

    private static Scheme Read(AsnReader algorithm, KeyLimits limits)
    {
        string oid = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        algorithm.ThrowIfNotEmpty();
        return oid switch
        {
            "1.2.840.113549.1.5.13" => ReadPbes2(parameters, limits),
            "1.2.840.113549.1.5.3" => ReadPbes1(parameters, limits, "MD5"),
            "1.2.840.113549.1.5.10" => ReadPbes1(parameters, limits, "SHA-1"),
            "1.2.840.113549.1.12.1.3" => ReadPkcs12(parameters, limits, keySize: 24),
            "1.2.840.113549.1.12.1.4" => ReadPkcs12(parameters, limits, keySize: 16),
            "1.2.840.113549.1.5.4" or "1.2.840.113549.1.5.6" or "1.2.840.113549.1.5.11" or
            "1.2.840.113549.1.12.1.5" or "1.2.840.113549.1.12.1.6" => throw Unsupported("RC2"),
            "1.2.840.113549.1.12.1.1" or "1.2.840.113549.1.12.1.2" => throw Unsupported("RC4"),
            "1.2.840.113549.1.5.1" => throw Unsupported("a scheme with MD2"),
            _ => throw Unsupported($"an unknown scheme (OID {oid})"),
        };
    }

    private static Scheme ReadPbes2(AsnReader parameters, KeyLimits limits)
    {
        AsnReader derivation = parameters.ReadSequence();
        string derivationOid = derivation.ReadObjectIdentifier();
        if (derivationOid != "1.2.840.113549.1.5.12")
        {
            bool isScrypt = derivationOid == "1.3.6.1.4.1.11591.4.11";
            throw Unsupported(isScrypt ? "scrypt" : $"an unknown key derivation function (OID {derivationOid})");
        }

        (byte[] salt, int iterations, int? statedKeySize, HashAlgorithmName hash) = ReadPbkdf2(derivation.ReadSequence(), limits);
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
        byte[] iv = DerKey.ReadOctets(encryption).ToArray();
        if (iv.Length != blockSize || (statedKeySize ?? keySize) != keySize)
        {
            throw KeyDataException.Damaged("is damaged: the lengths of its key and initialization vector do not match its cipher");
        }

        return new Scheme(
            create, blockSize, passphrase => KeyDerivation.Pbkdf2(passphrase, salt, iterations, hash, keySize), _ => iv)
        {
            Cost = CostOf(iterations, KeyLimits.Searched.Pbkdf2Iterations),
        };
    }

    private static (byte[] Salt, int Iterations, int? KeySize, HashAlgorithmName Hash) ReadPbkdf2(
        AsnReader pbkdf2, KeyLimits limits)
    {
        byte[] salt = ReadSalt(pbkdf2);
        int iterations = ReadIterations(pbkdf2, limits.Pbkdf2Iterations);
        int? keySize = null;
        if (pbkdf2.HasData && pbkdf2.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            keySize = pbkdf2.TryReadInt32(out int size) ? size : throw new AsnContentException();
        }

        string hashOid = pbkdf2.HasData ? pbkdf2.ReadSequence().ReadObjectIdentifier() : "1.2.840.113549.2.7";
        pbkdf2.ThrowIfNotEmpty();
        return (salt, iterations, keySize, hashOid switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.8" => throw Unsupported("PBKDF2 with HMAC-SHA-224"),
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw Unsupported($"PBKDF2 with an unknown hash algorithm (OID {hashOid})"),
        });
    }

    private static Scheme ReadPbes1(AsnReader parameters, KeyLimits limits, string hash)
    {
        (byte[] salt, int iterations) = ReadLegacy(parameters, limits);
        return new Scheme(
            DES.Create,
            BlockSize: 8,
            passphrase => KeyDerivation.Pbkdf1(hash, passphrase, salt, iterations, start: 0, length: 8),
            passphrase => KeyDerivation.Pbkdf1(hash, passphrase, salt, iterations, start: 8, length: 8))
        {
            Cost = CostOf(iterations, KeyLimits.Searched.LegacyIterations),
        };
    }

    private static Scheme ReadPkcs12(AsnReader parameters, KeyLimits limits, int keySize)
    {
        (byte[] salt, int iterations) = ReadLegacy(parameters, limits);
        return new Scheme(
            TripleDES.Create,
            BlockSize: 8,
            passphrase => KeyDerivation.Pkcs12(passphrase, salt, iterations, KeyDerivation.ForKey, keySize),
            passphrase => KeyDerivation.Pkcs12(passphrase, salt, iterations, KeyDerivation.ForIv, 8))
        {
            Cost = CostOf(iterations, KeyLimits.Searched.LegacyIterations),
        };
    }

    private static (byte[] Salt, int Iterations) ReadLegacy(AsnReader parameters, KeyLimits limits)
    {
        byte[] salt = ReadSalt(parameters);
        int iterations = ReadIterations(parameters, limits.LegacyIterations);
        parameters.ThrowIfNotEmpty();
        return (salt, iterations);
    }

    private static byte[] ReadSalt(AsnReader reader)
    {
        ReadOnlyMemory<byte> salt = DerKey.ReadOctets(reader);
        return salt.Length is >= KeyLimits.MinSaltBytes and <= KeyLimits.MaxSaltBytes
            ? salt.ToArray()
            : throw KeyDataException.Unsupported(
                $"is encrypted with a salt of {salt.Length} bytes; supported lengths are {KeyLimits.MinSaltBytes} to " +
                $"{KeyLimits.MaxSaltBytes} bytes",
                Convert);
    }

    private static int ReadIterations(AsnReader reader, int max)
    {
        ReadOnlyMemory<byte> number = DerKey.ReadUnsigned(reader);
        System.Numerics.BigInteger iterations = UnsignedNumber.ToInteger(number.Span);
        return iterations.IsZero ? throw KeyDataException.Damaged("is damaged: its iteration count is 0")
            : iterations <= max ? (int)iterations
            : throw KeyDataException.Unsupported($"requires more than {max} key derivation iterations, which is not supported", Convert);
    }

    private static string? CostOf(int iterations, int usual) =>
        iterations > usual ? $"{iterations} iterations of its key derivation" : null;

    private static KeyDataException Unsupported(string what) =>
        KeyDataException.Unsupported($"is encrypted with {what}, which is not supported", Convert);

    private sealed record Scheme(
        Func<SymmetricAlgorithm> CreateCipher, int BlockSize, Func<byte[], byte[]> DeriveKey, Func<byte[], byte[]> DeriveIv)
    {
        public string? Cost { get; init; }
    }
}
