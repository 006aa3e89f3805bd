using System.Formats.Asn1;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Helper methods to read DER.</summary>
internal static class Der
{
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
        if ((number.Span[0] & 0x80) != 0)
        {
            throw new AsnContentException();
        }

        return number;
    }

    /// <summary>Reads an OCTET STRING, which must be primitive in DER.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader)
    {
        if (!reader.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> octets))
        {
            throw new AsnContentException();
        }

        return octets;
    }
}
