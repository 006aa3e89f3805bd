using System.Formats.Asn1;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Reads a key in DER, whose kind only its structure shows.</summary>
internal static class DerKey
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Returns true if the data consists of exactly one SEQUENCE.</summary>
    public static bool LooksLikeDer(byte[] content)
    {
        try
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out int consumed);
            return tag == Asn1Tag.Sequence && consumed == content.Length;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <param name="der">The data; owned by the key.</param>
    /// <exception cref="KeyDataException">The data is not an RSA private key.</exception>
    /// <exception cref="AsnContentException">The structure is unknown.</exception>
    public static EncodedKey Read(byte[] der)
    {
        string shape = Shape(der);
        return shape switch
        {
            "INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER" =>
                new UnprotectedDerKey(KeyFileFormat.Pkcs1Der, der),
            _ when shape.StartsWith("INTEGER SEQUENCE OCTETSTRING", StringComparison.Ordinal) =>
                new UnprotectedDerKey(KeyFileFormat.Pkcs8Der, der),
            "INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER" => throw KeyDataException.NotRsa("DSA"),
            _ when shape.StartsWith("INTEGER OCTETSTRING", StringComparison.Ordinal) => throw KeyDataException.NotRsa("EC"),
            "SEQUENCE OCTETSTRING" => new EncryptedPkcs8Key(KeyFileFormat.Pkcs8Der, der),
            "INTEGER INTEGER" => throw KeyDataException.PublicKey("RSA"),
            "SEQUENCE BITSTRING" => throw KeyDataException.PublicKey(NameOfPublicKey(der)),
            "SEQUENCE SEQUENCE BITSTRING" => throw KeyDataException.Certificate("a certificate or certificate request"),
            "INTEGER SEQUENCE SEQUENCE" or "INTEGER SEQUENCE" => throw KeyDataException.Unsupported(
                "is a PKCS#12 (PFX) file, which is not supported",
                "Extract the private key: openssl pkcs12 -in {file} -nocerts -out key.pem"),
            _ => throw new AsnContentException(),
        };
    }

    /// <summary>Returns the algorithm name of a SubjectPublicKeyInfo.</summary>
    public static string NameOfPublicKey(byte[] der) =>
        KeyAlgorithmName.OfOid(ReadOnlySequence(der).ReadSequence().ReadObjectIdentifier());

    /// <summary>Returns the content of the SEQUENCE that must be the only element of the data.</summary>
    public static AsnReader ReadOnlySequence(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return sequence;
    }

    /// <summary>Reads an INTEGER, which must not be negative.</summary>
    public static ReadOnlyMemory<byte> ReadPositive(AsnReader reader)
    {
        ReadOnlyMemory<byte> number = reader.ReadIntegerBytes();
        return (number.Span[0] & 0x80) == 0 ? number : throw new AsnContentException();
    }

    /// <summary>Reads an OCTET STRING, which must be primitive in DER.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader) =>
        reader.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> octets) ? octets : throw new AsnContentException();

    /// <summary>Reads RSAPrivateKey of RFC 8017, appendix A.1.2.</summary>
    /// <exception cref="KeyDataException">The key is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public static RsaPrivateKey ReadPkcs1(ReadOnlyMemory<byte> der)
    {
        AsnReader key = ReadOnlySequence(der);
        if (!key.TryReadInt32(out int version) || version != 0)
        {
            throw KeyDataException.Unsupported(
                "contains a multi-prime RSA key, which is not supported",
                "Specify the key file of the server's key pair. The cloud does not create such keys.");
        }

        // Modulus, exponents, primes, the exponents of the primes, and the coefficient.
        ReadOnlyMemory<byte>[] numbers = new ReadOnlyMemory<byte>[8];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ReadPositive(key);
        }

        key.ThrowIfNotEmpty();
        return RsaPrivateKey.Create(
            numbers[0].Span, numbers[1].Span, numbers[2].Span, numbers[3].Span, numbers[4].Span, numbers[7].Span);
    }

    /// <summary>Reads PrivateKeyInfo of RFC 5208, or OneAsymmetricKey of RFC 5958.</summary>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public static RsaPrivateKey ReadPkcs8(ReadOnlyMemory<byte> der)
    {
        AsnReader info = ReadOnlySequence(der);
        if (!info.TryReadInt32(out int version) || version is not (0 or 1))
        {
            throw new AsnContentException();
        }

        // Attributes and a public key can follow, which are not needed.
        string oid = info.ReadSequence().ReadObjectIdentifier();
        return oid == RsaEncryption ? ReadPkcs1(ReadOctets(info)) : throw KeyDataException.NotRsa(KeyAlgorithmName.OfOid(oid));
    }

    // The types of the members of the outermost SEQUENCE. Twelve are sufficient to distinguish all structures.
    private static string Shape(byte[] der)
    {
        // BER, because PKCS#12 files are not always DER.
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        var members = new List<string>();
        while (sequence.HasData && members.Count < 12)
        {
            Asn1Tag tag = sequence.PeekTag();
            members.Add(tag.TagClass != TagClass.Universal ? "OTHER" : (UniversalTagNumber)tag.TagValue switch
            {
                UniversalTagNumber.Integer => "INTEGER",
                UniversalTagNumber.Sequence => "SEQUENCE",
                UniversalTagNumber.OctetString => "OCTETSTRING",
                UniversalTagNumber.BitString => "BITSTRING",
                _ => "OTHER",
            });
            sequence.ReadEncodedValue();
        }

        return string.Join(" ", members);
    }
}

/// <summary>An unencrypted RSA key in PKCS#1 or PKCS#8, in PEM or DER.</summary>
internal sealed class UnprotectedDerKey : EncodedKey
{
    private readonly byte[] _der;

    /// <param name="format">One of the PKCS formats.</param>
    /// <param name="der">The data; owned by the key.</param>
    public UnprotectedDerKey(KeyFileFormat format, byte[] der)
    {
        Format = format;
        _der = der;
        try
        {
            using RsaPrivateKey key = Open(null);
            PublicKey = key.PublicKey;
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

    public override RsaPrivateKey Open(byte[]? passphrase) =>
        Format is KeyFileFormat.Pkcs1Pem or KeyFileFormat.Pkcs1Der ? DerKey.ReadPkcs1(_der) : DerKey.ReadPkcs8(_der);

    public override void Dispose() => SensitiveData.Clear(_der);
}
