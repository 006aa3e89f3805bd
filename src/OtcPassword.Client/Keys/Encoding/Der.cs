using System;
using System.Formats.Asn1;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Shorthand for reading DER.</summary>
internal static class Der
{
    /// <summary>The content of the one SEQUENCE that the data must consist of.</summary>
    public static AsnReader ReadOnlySequence(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return sequence;
    }

    /// <summary>The next INTEGER, which must not be negative.</summary>
    public static ReadOnlyMemory<byte> ReadPositive(AsnReader reader)
    {
        ReadOnlyMemory<byte> number = reader.ReadIntegerBytes();
        if ((number.Span[0] & 0x80) != 0)
        {
            throw new AsnContentException();
        }

        return number;
    }

    /// <summary>The next OCTET STRING, which in DER is in one piece.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader)
    {
        if (!reader.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> octets))
        {
            throw new AsnContentException();
        }

        return octets;
    }
}
