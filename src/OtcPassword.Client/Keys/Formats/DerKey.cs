using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Reads a key in DER, whose kind only its structure shows.</summary>
internal static class DerKey
{
    /// <summary>Returns true if the data consists of exactly one SEQUENCE.</summary>
    public static bool LooksLikeDer(byte[] content)
    {
        try
        {
            return AsnDecoder.ReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out int consumed) is var tag &&
                tag == Asn1Tag.Sequence && consumed == content.Length;
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
            "INTEGER INTEGER INTEGER INTEGER INTEGER INTEGER" => throw UnsupportedKey.Private("DSA"),
            _ when shape.StartsWith("INTEGER OCTETSTRING", StringComparison.Ordinal) => throw UnsupportedKey.Private("EC"),
            "SEQUENCE OCTETSTRING" => new EncryptedPkcs8Key(KeyFileFormat.Pkcs8Der, der),
            "INTEGER INTEGER" => throw UnsupportedKey.Public("RSA"),
            "SEQUENCE BITSTRING" => throw UnsupportedKey.Public(NameOfPublicKey(der)),
            "SEQUENCE SEQUENCE BITSTRING" => throw UnsupportedKey.Certificate("a certificate or certificate request"),
            "INTEGER SEQUENCE SEQUENCE" or "INTEGER SEQUENCE" => throw UnsupportedKey.Other(
                "is a PKCS#12 (PFX) file, which is not supported",
                "Extract the private key: openssl pkcs12 -in {file} -nocerts -out key.pem"),
            _ => throw new AsnContentException(),
        };
    }

    /// <summary>Returns the algorithm name of a SubjectPublicKeyInfo.</summary>
    public static string NameOfPublicKey(byte[] der) =>
        KeyAlgorithmName.OfOid(Der.ReadOnlySequence(der).ReadSequence().ReadObjectIdentifier());

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
