using System;
using System.Numerics;
using OtcPassword.Client.Secrets;

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

    /// <summary>The number to compute with. Its memory cannot be cleared: the garbage collector reclaims it.</summary>
    public static BigInteger ToInteger(ReadOnlySpan<byte> number)
    {
        // BigInteger reads the least significant byte first, and a sign from the last one.
        byte[] littleEndian = new byte[number.Length + 1];
        number.CopyTo(littleEndian.AsSpan(1));
        Array.Reverse(littleEndian);
        var integer = new BigInteger(littleEndian);
        SensitiveData.Clear(littleEndian);
        return integer;
    }

    /// <summary>The number in exactly so many bytes, which must be enough for it.</summary>
    public static byte[] ToBytes(BigInteger number, int length)
    {
        byte[] littleEndian = number.ToByteArray();
        byte[] bytes = new byte[length];
        for (int i = 0; i < Math.Min(length, littleEndian.Length); i++)
        {
            bytes[length - 1 - i] = littleEndian[i];
        }

        SensitiveData.Clear(littleEndian);
        return bytes;
    }
}
