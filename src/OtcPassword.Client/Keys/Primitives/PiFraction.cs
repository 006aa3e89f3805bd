using System;
using System.Numerics;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>The binary digits of pi after the point, which Blowfish starts from.</summary>
internal static class PiFraction
{
    // What rounding down every term of the two series can spoil lies well within these.
    private const int GuardBits = 64;

    /// <summary>The first so many words of 32 bits.</summary>
    public static uint[] Words(int count)
    {
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
        BigInteger one = BigInteger.One << (32 * count + GuardBits);
        BigInteger pi = 16 * ArcTangentOfInverse(5, one) - 4 * ArcTangentOfInverse(239, one);
        byte[] fraction = ((pi - 3 * one) >> GuardBits).ToByteArray();

        // Least significant byte first, and shorter than asked for if pi had zeros there, which it has not.
        uint[] words = new uint[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = BitConverter.ToUInt32(fraction, 4 * (count - 1 - i));
        }

        return words;
    }

    private static BigInteger ArcTangentOfInverse(int x, BigInteger one)
    {
        BigInteger power = one / x;
        BigInteger sum = power;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }

        return sum;
    }
}
