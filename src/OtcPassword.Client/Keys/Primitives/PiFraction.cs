namespace OtcPassword.Client.Keys.Primitives;

/// <summary>
/// Computes the binary digits of pi after the point, the initial state of Blowfish. Computed in place, because with the
/// platform's BigInteger the first OpenSSH key file allocated 80 MB in numbers of 4 KB.
/// </summary>
internal static class PiFraction
{
    // Additional digits for the errors of rounding down each term of the two series.
    private const int GuardWords = 2;

    /// <summary>Returns the first 32-bit words.</summary>
    public static uint[] Words(int count)
    {
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239). One word is before the point, and the most significant word is first.
        uint[] pi = new uint[1 + count + GuardWords];
        AddArcTangentOfInverse(pi, 5, factor: 16, isNegative: false);
        AddArcTangentOfInverse(pi, 239, factor: 4, isNegative: true);
        return pi.AsSpan(1, count).ToArray();
    }

    private static void AddArcTangentOfInverse(uint[] sum, uint x, uint factor, bool isNegative)
    {
        uint[] power = new uint[sum.Length];
        uint[] term = new uint[sum.Length];
        power[0] = factor;
        Divide(power, x, power, 0);

        // The power gets shorter at its start, which reduces the work.
        int front = 0;
        for (uint n = 1; front < power.Length; n += 2)
        {
            Divide(power, n, term, front);
            Add(sum, term, front, isNegative);
            isNegative = !isNegative;
            Divide(power, x * x, power, front);
            while (front < power.Length && power[front] == 0)
            {
                front++;
            }
        }
    }

    private static void Divide(uint[] number, uint divisor, uint[] quotient, int front)
    {
        ulong rest = 0;
        for (int i = front; i < number.Length; i++)
        {
            ulong part = rest << 32 | number[i];
            ulong result = part / divisor;
            quotient[i] = (uint)result;
            rest = part - result * divisor;
        }
    }

    private static void Add(uint[] sum, uint[] term, int front, bool isNegative)
    {
        long carry = 0;
        for (int i = sum.Length - 1; i >= front || carry != 0; i--)
        {
            long word = i < front ? 0 : term[i];
            carry += isNegative ? sum[i] - word : sum[i] + word;
            sum[i] = (uint)carry;
            carry >>= 32;
        }
    }
}
