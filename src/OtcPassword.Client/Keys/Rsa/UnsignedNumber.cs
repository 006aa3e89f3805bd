using System.Numerics;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>Unsigned numbers as bytes, most significant byte first.</summary>
internal static class UnsignedNumber
{
    /// <summary>Returns the number without leading zero bytes.</summary>
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

    /// <summary>Converts the number to a BigInteger. Its memory cannot be cleared, but the garbage collector reclaims it.</summary>
    public static BigInteger ToInteger(ReadOnlySpan<byte> number)
    {
        // BigInteger expects the least significant byte first, and the sign in the last byte.
        byte[] littleEndian = new byte[number.Length + 1];
        number.CopyTo(littleEndian.AsSpan(1));
        Array.Reverse(littleEndian);
        var integer = new BigInteger(littleEndian);
        SensitiveData.Clear(littleEndian);
        return integer;
    }

    /// <summary>Returns the number of bytes of an unsigned number.</summary>
    public static int ByteCount(BigInteger number)
    {
        byte[] littleEndian = number.ToByteArray();
        int count = littleEndian.Length - (littleEndian[littleEndian.Length - 1] == 0 ? 1 : 0);
        SensitiveData.Clear(littleEndian);
        return count;
    }

    /// <summary>Returns the number in the specified number of bytes, which must be sufficient.</summary>
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
