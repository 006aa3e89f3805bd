using System;
using System.Collections.Generic;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>
/// Arithmetic with the numbers of a private key. They are arrays of 32 bits each, least significant first, and all of
/// them are cleared when this object is disposed; what the platform's BigInteger leaves in memory cannot be.
/// </summary>
internal sealed unsafe class SecretArithmetic : IDisposable
{
    private const int WindowBits = 4;

    private readonly List<uint[]> _numbers = [];

    /// <summary>Reads bytes, most significant first.</summary>
    public uint[] Read(ReadOnlySpan<byte> bigEndian)
    {
        uint[] number = New((bigEndian.Length + 3) / 4);
        for (int i = 0; i < bigEndian.Length; i++)
        {
            number[i / 4] |= (uint)bigEndian[bigEndian.Length - 1 - i] << (8 * (i % 4));
        }

        return number;
    }

    /// <summary>Writes so many bytes, most significant first.</summary>
    public static byte[] Write(uint[] number, int length)
    {
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < Math.Min(length, 4 * number.Length); i++)
        {
            bigEndian[length - 1 - i] = (byte)(number[i / 4] >> (8 * (i % 4)));
        }

        return bigEndian;
    }

    public static int Compare(uint[] left, uint[] right)
    {
        for (int i = Math.Max(left.Length, right.Length) - 1; i >= 0; i--)
        {
            uint l = i < left.Length ? left[i] : 0;
            uint r = i < right.Length ? right[i] : 0;
            if (l != r)
            {
                return l < r ? -1 : 1;
            }
        }

        return 0;
    }

    public static bool IsOne(uint[] number)
    {
        for (int i = 1; i < number.Length; i++)
        {
            if (number[i] != 0)
            {
                return false;
            }
        }

        return number[0] == 1;
    }

    /// <summary>The number less one; it must be odd.</summary>
    public uint[] LessOne(uint[] odd)
    {
        uint[] result = New(odd.Length);
        Array.Copy(odd, result, odd.Length);
        result[0] &= ~1u;
        return result;
    }

    public uint[] Add(uint[] left, uint[] right)
    {
        uint[] sum = New(Math.Max(left.Length, right.Length) + 1);
        ulong carry = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            carry += (i < left.Length ? left[i] : 0ul) + (i < right.Length ? right[i] : 0ul);
            sum[i] = (uint)carry;
            carry >>= 32;
        }

        return sum;
    }

    /// <summary>left - right modulo the modulus; both are below it and as long as it.</summary>
    public uint[] SubtractMod(uint[] left, uint[] right, uint[] modulus)
    {
        uint[] difference = New(modulus.Length);
        long borrow = 0;
        for (int i = 0; i < difference.Length; i++)
        {
            borrow += (long)left[i] - right[i];
            difference[i] = (uint)borrow;
            borrow >>= 32;
        }

        ulong carry = 0;
        for (int i = 0; borrow != 0 && i < difference.Length; i++)
        {
            carry += (ulong)difference[i] + modulus[i];
            difference[i] = (uint)carry;
            carry >>= 32;
        }

        return difference;
    }

    public uint[] Multiply(uint[] left, uint[] right)
    {
        uint[] product = New(left.Length + right.Length);
        for (int i = 0; i < left.Length; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < right.Length; j++)
            {
                carry += (ulong)left[i] * right[j] + product[i + j];
                product[i + j] = (uint)carry;
                carry >>= 32;
            }

            product[i + right.Length] = (uint)carry;
        }

        return product;
    }

    /// <summary>number modulo the modulus, as long as the modulus: Knuth's algorithm D.</summary>
    /// <param name="number">Any number.</param>
    /// <param name="modulus">More than 32 bits.</param>
    public uint[] Mod(uint[] number, uint[] modulus)
    {
        int length = modulus.Length;
        while (modulus[length - 1] == 0)
        {
            length--;
        }

        int shift = 0;
        while ((modulus[length - 1] << shift & 0x80000000) == 0)
        {
            shift++;
        }

        uint[] v = New(length);
        ShiftLeft(modulus, v, shift);
        uint[] u = New(Math.Max(number.Length, length) + 1);
        ShiftLeft(number, u, shift);
        for (int j = u.Length - length - 1; j >= 0; j--)
        {
            SubtractMultiple(u, v, j);
        }

        uint[] remainder = New(modulus.Length);
        for (int i = 0; i < length; i++)
        {
            remainder[i] = (uint)(((ulong)u[i + 1] << 32 | u[i]) >> shift);
        }

        return remainder;
    }

    /// <summary>value to the power of exponent modulo the modulus: Montgomery's multiplication, four bits at a time.</summary>
    /// <param name="value">Below the modulus, and as long.</param>
    /// <param name="exponent">The exponent.</param>
    /// <param name="modulus">Odd, more than 32 bits.</param>
    public uint[] ModPow(uint[] value, uint[] exponent, uint[] modulus)
    {
        int n = modulus.Length;
        uint[] square = New(2 * n + 1);
        square[2 * n] = 1;
        square = Mod(square, modulus);
        uint[] one = New(n);
        one[0] = 1;
        uint[] temporary = New(n + 2);
        uint inverse = NegativeInverse(modulus[0]);
        uint[][] powers = new uint[1 << WindowBits][];
        powers[0] = New(n);
        powers[1] = New(n);
        MontgomeryMultiply(one, square, powers[0], modulus, inverse, temporary);
        MontgomeryMultiply(value, square, powers[1], modulus, inverse, temporary);
        for (int i = 2; i < powers.Length; i++)
        {
            powers[i] = New(n);
            MontgomeryMultiply(powers[i - 1], powers[1], powers[i], modulus, inverse, temporary);
        }

        uint[] result = New(n);
        Array.Copy(powers[0], result, n);
        for (int bit = 32 * exponent.Length - WindowBits; bit >= 0; bit -= WindowBits)
        {
            for (int i = 0; i < WindowBits; i++)
            {
                MontgomeryMultiply(result, result, result, modulus, inverse, temporary);
            }

            uint window = exponent[bit / 32] >> (bit % 32) & ((1 << WindowBits) - 1);
            MontgomeryMultiply(result, powers[window], result, modulus, inverse, temporary);
        }

        MontgomeryMultiply(result, one, result, modulus, inverse, temporary);
        return result;
    }

    public void Dispose() => _numbers.ForEach(SensitiveData.Clear);

    private static void ShiftLeft(uint[] number, uint[] result, int shift)
    {
        for (int i = 0; i < result.Length; i++)
        {
            uint high = i < number.Length ? number[i] : 0;
            uint low = i > 0 && i <= number.Length ? number[i - 1] : 0;
            result[i] = (uint)(((ulong)high << 32 | low) << shift >> 32);
        }
    }

    // Takes from u, at j, the multiple of v that leaves less than v.
    private static void SubtractMultiple(uint[] u, uint[] v, int j)
    {
        int n = v.Length;
        ulong top = (ulong)u[j + n] << 32 | u[j + n - 1];
        ulong quotient = top / v[n - 1];
        ulong rest = top % v[n - 1];
        while (quotient > uint.MaxValue || quotient * v[n - 2] > (rest << 32 | u[j + n - 2]))
        {
            quotient--;
            rest += v[n - 1];
            if (rest > uint.MaxValue)
            {
                break;
            }
        }

        ulong carry = 0;
        long borrow = 0;
        for (int i = 0; i <= n; i++)
        {
            carry += i < n ? quotient * v[i] : 0;
            borrow += (long)u[i + j] - (uint)carry;
            u[i + j] = (uint)borrow;
            carry >>= 32;
            borrow >>= 32;
        }

        // The guess was one too high, which happens once in two thousand million times.
        if (borrow < 0)
        {
            carry = 0;
            for (int i = 0; i <= n; i++)
            {
                carry += (ulong)u[i + j] + (i < n ? v[i] : 0);
                u[i + j] = (uint)carry;
                carry >>= 32;
            }
        }
    }

    // left * right / 2^(32 n) modulo the modulus. The result may be one of the factors.
    private static void MontgomeryMultiply(
        uint[] left, uint[] right, uint[] result, uint[] modulus, uint inverse, uint[] temporary)
    {
        int n = modulus.Length;
        Array.Clear(temporary, 0, temporary.Length);
        fixed (uint* a = left, b = right, m = modulus, t = temporary)
        {
            for (int i = 0; i < n; i++)
            {
                ulong factor = b[i];
                ulong carry = 0;
                for (int j = 0; j < n; j++)
                {
                    carry += a[j] * factor + t[j];
                    t[j] = (uint)carry;
                    carry >>= 32;
                }

                carry += t[n];
                t[n] = (uint)carry;
                t[n + 1] = (uint)(carry >> 32);

                factor = t[0] * inverse;
                carry = (t[0] + factor * m[0]) >> 32;
                for (int j = 1; j < n; j++)
                {
                    carry += m[j] * factor + t[j];
                    t[j - 1] = (uint)carry;
                    carry >>= 32;
                }

                carry += t[n];
                t[n - 1] = (uint)carry;
                t[n] = t[n + 1] + (uint)(carry >> 32);
            }
        }

        SubtractOnce(temporary, modulus, result);
    }

    // The result is the number, less the modulus if that is not more.
    private static void SubtractOnce(uint[] number, uint[] modulus, uint[] result)
    {
        int n = modulus.Length;
        bool isBelow = number[n] == 0;
        for (int i = n - 1; isBelow && i >= 0 && number[i] >= modulus[i]; i--)
        {
            isBelow = number[i] == modulus[i] && i > 0;
        }

        long borrow = 0;
        for (int i = 0; i < n; i++)
        {
            borrow += (long)number[i] - (isBelow ? 0 : modulus[i]);
            result[i] = (uint)borrow;
            borrow >>= 32;
        }
    }

    // -1 / odd modulo 2^32, by Newton's method: every step doubles the number of right bits.
    private static uint NegativeInverse(uint odd)
    {
        uint inverse = odd;
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - odd * inverse;
        }

        return 0 - inverse;
    }

    private uint[] New(int length)
    {
        uint[] number = new uint[length];
        _numbers.Add(number);
        return number;
    }
}
