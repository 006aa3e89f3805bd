using System;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Numbers without sign as bytes, most significant first.</summary>
internal static class UnsignedNumber
{
    /// <summary>The number without leading zero bytes.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number)
    {
        int zeros = 0;
        while (zeros < number.Length && number[zeros] == 0)
        {
            zeros++;
        }

        return number.Slice(zeros);
    }

    public static int BitLength(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> trimmed = Trim(number);
        int bits = trimmed.Length * 8;
        for (int bit = 0x80; trimmed.Length > 0 && (trimmed[0] & bit) == 0; bit >>= 1)
        {
            bits--;
        }

        return bits;
    }

    /// <summary>The number in exactly so many bytes, or null if it needs more.</summary>
    public static byte[]? Pad(ReadOnlySpan<byte> number, int length)
    {
        ReadOnlySpan<byte> trimmed = Trim(number);
        if (trimmed.Length > length)
        {
            return null;
        }

        byte[] padded = new byte[length];
        trimmed.CopyTo(padded.AsSpan(length - trimmed.Length));
        return padded;
    }
}
