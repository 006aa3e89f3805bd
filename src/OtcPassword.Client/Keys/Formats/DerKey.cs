using System.Formats.Asn1;
using System.Runtime.InteropServices;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Reads a key in DER, whose kind only its structure shows.</summary>
internal static class DerKey
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Returns true if the data is one SEQUENCE, perhaps with white space or zeros behind it.</summary>
    public static bool LooksLikeDer(byte[] content)
    {
        try
        {
            return AsnDecoder.ReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out int length) == Asn1Tag.Sequence
                && Array.FindIndex(content, length, b => b != 0 && !Base64Bytes.IsWhiteSpace(b)) < 0;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <param name="der">The data; owned by the key.</param>
    /// <param name="isPem">true if the data was in base64.</param>
    /// <param name="limits">The limits of the work that opening the key can take.</param>
    /// <exception cref="KeyDataException">The data is not an RSA private key.</exception>
    /// <exception cref="AsnContentException">The structure is unknown.</exception>
    public static EncodedKey Read(byte[] der, bool isPem, KeyLimits limits) => Shape(der) == "SEQUENCE OCTETSTRING"
        ? new EncryptedPkcs8Key(isPem ? KeyFileFormat.Pkcs8Pem : KeyFileFormat.Pkcs8Der, der, limits)
        : new UnprotectedDerKey(der, isPem);

    /// <summary>Reads an unencrypted key.</summary>
    /// <exception cref="KeyDataException">The data is not an RSA private key.</exception>
    /// <exception cref="AsnContentException">The structure is unknown.</exception>
    public static RsaPrivateKey ReadUnprotected(ReadOnlyMemory<byte> der)
    {
        string shape = Shape(der);
        return shape switch
        {
            _ when IsPkcs8(shape) => ReadPkcs8(der),
            "INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER" => throw KeyDataException.NotRsa("DSA"),
            "INTEGER INTEGER INTEGER INTEGER" => ReadPkcs1(der),
            _ when shape.StartsWith("INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER", StringComparison.Ordinal) => ReadPkcs1(der),
            _ when shape.StartsWith("INTEGER OCTETSTRING", StringComparison.Ordinal) => throw KeyDataException.NotRsa("EC"),
            "INTEGER INTEGER" => throw KeyDataException.PublicKey("RSA"),
            "SEQUENCE BITSTRING" => throw KeyDataException.PublicKey(NameOfPublicKey(der)),
            "SEQUENCE SEQUENCE BITSTRING" => throw KeyDataException.Certificate("a certificate or certificate request"),
            "INTEGER SEQUENCE SEQUENCE" or "INTEGER SEQUENCE" => throw KeyDataException.Unsupported(
                "is a PKCS#12 (PFX) file, which is not supported",
                RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ForeignContent.FromPfx : ForeignContent.FromPfxWithOpenssl),
            _ => throw new AsnContentException(),
        };
    }

    /// <summary>Returns true if data has the structure of PKCS#8.</summary>
    public static bool IsPkcs8(ReadOnlyMemory<byte> der) => IsPkcs8(Shape(der));

    /// <summary>Returns the algorithm name of a SubjectPublicKeyInfo.</summary>
    private static string NameOfPublicKey(ReadOnlyMemory<byte> der) =>
        KeyAlgorithmName.OfOid(ReadSequence(der).ReadSequence().ReadObjectIdentifier());

    /// <summary>Returns the content of the SEQUENCE at the start of the data, in BER, because some tools do not write DER.</summary>
    public static AsnReader ReadSequence(ReadOnlyMemory<byte> der) => new AsnReader(der, AsnEncodingRules.BER).ReadSequence();

    /// <summary>
    /// Reads an INTEGER as an unsigned number, as openssl does: some tools omit the zero byte before the highest bit, and others
    /// write too many.
    /// </summary>
    public static ReadOnlyMemory<byte> ReadUnsigned(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        ReadOnlyMemory<byte> encoded = reader.ReadEncodedValue();
        AsnDecoder.ReadEncodedValue(encoded.Span, reader.RuleSet, out int start, out int length, out _);
        return tag == Asn1Tag.Integer && length > 0 ? encoded.Slice(start, length) : throw new AsnContentException();
    }

    /// <summary>Reads an OCTET STRING, which must be primitive in DER.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader) =>
        reader.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> octets) ? octets : throw new AsnContentException();

    /// <summary>Reads RSAPrivateKey of RFC 8017, appendix A.1.2.</summary>
    /// <exception cref="KeyDataException">The key is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    private static RsaPrivateKey ReadPkcs1(ReadOnlyMemory<byte> der)
    {
        AsnReader key = ReadSequence(der);
        if (!key.TryReadInt32(out int version) || version != 0)
        {
            throw KeyDataException.Unsupported(
                "contains a multi-prime RSA key, which is not supported",
                "Specify the key file of the server's key pair. The cloud does not create such keys.");
        }

        // Modulus, exponents, primes, the exponents of the primes, and the coefficient, which is computed.
        var numbers = new ReadOnlyMemory<byte>[8];
        for (int i = 0; i < numbers.Length && (i < 3 || key.HasData); i++)
        {
            numbers[i] = ReadUnsigned(key);
        }

        key.ThrowIfNotEmpty();
        return RsaPrivateKey.Create(
            numbers[0].Span, numbers[1].Span, numbers[2].Span, numbers[3].Span, numbers[4].Span, numbers[5].Span, numbers[6].Span);
    }

    /// <summary>Reads PrivateKeyInfo of RFC 5208, or OneAsymmetricKey of RFC 5958.</summary>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    private static RsaPrivateKey ReadPkcs8(ReadOnlyMemory<byte> der)
    {
        AsnReader info = ReadSequence(der);
        if (!info.TryReadInt32(out int version) || version is not (0 or 1))
        {
            throw new AsnContentException();
        }

        // Attributes and a public key can follow, which are not needed.
        string oid = info.ReadSequence().ReadObjectIdentifier();
        return oid == RsaEncryption ? ReadPkcs1(ReadOctets(info)) : throw KeyDataException.NotRsa(KeyAlgorithmName.OfOid(oid));
    }

    private static bool IsPkcs8(string shape) => shape.StartsWith("INTEGER SEQUENCE OCTETSTRING", StringComparison.Ordinal);

    // The types of the members of the outermost SEQUENCE. Twelve are sufficient to distinguish all structures.
    private static string Shape(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = ReadSequence(der);
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

    /// <param name="der">The data; owned by the key.</param>
    /// <param name="isPem">true if the data was in base64.</param>
    public UnprotectedDerKey(byte[] der, bool isPem)
    {
        _der = der;
        try
        {
            Format = DerKey.IsPkcs8(der)
                ? isPem ? KeyFileFormat.Pkcs8Pem : KeyFileFormat.Pkcs8Der
                : isPem ? KeyFileFormat.Pkcs1Pem : KeyFileFormat.Pkcs1Der;
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

    public override RsaPrivateKey Open(byte[]? passphrase) => DerKey.ReadUnprotected(_der);

    public override void Dispose() => SensitiveData.Clear(_der);
}
