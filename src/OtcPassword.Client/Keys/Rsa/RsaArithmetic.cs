using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>The little of RSA's arithmetic that the platform's RSA class does not offer.</summary>
internal static class RsaArithmetic
{
    /// <summary>Both primes have half of the modulus' bits; what is far from it was never an RSA key.</summary>
    private const int MinPrimeBits = KeyLimits.MinKeyBits / 4;

    /// <summary>Computes DP and DQ, and says whether all numbers belong to one key.</summary>
    /// <param name="numbers">Modulus, exponent, D, P, Q and InverseQ; P, Q and InverseQ of equal length.</param>
    public static bool TryComplete(ref RSAParameters numbers)
    {
        if (UnsignedNumber.BitLength(numbers.P) < MinPrimeBits || UnsignedNumber.BitLength(numbers.Q) < MinPrimeBits ||
            !IsOdd(numbers.P!) || !IsOdd(numbers.Q!))
        {
            return false;
        }

        using var arithmetic = new SecretArithmetic();
        uint[] n = arithmetic.Read(numbers.Modulus);
        uint[] e = arithmetic.Read(numbers.Exponent);
        uint[] d = arithmetic.Read(numbers.D);
        uint[] p = arithmetic.Read(numbers.P);
        uint[] q = arithmetic.Read(numbers.Q);
        uint[] inverse = arithmetic.Read(numbers.InverseQ);
        if (SecretArithmetic.Compare(arithmetic.Multiply(p, q), n) != 0 ||
            SecretArithmetic.Compare(inverse, p) >= 0 ||
            !SecretArithmetic.IsOne(arithmetic.Mod(arithmetic.Multiply(q, inverse), p)))
        {
            return false;
        }

        uint[] pLess1 = arithmetic.LessOne(p);
        uint[] qLess1 = arithmetic.LessOne(q);
        uint[] dp = arithmetic.Mod(d, pLess1);
        uint[] dq = arithmetic.Mod(d, qLess1);
        if (!SecretArithmetic.IsOne(arithmetic.Mod(arithmetic.Multiply(dp, e), pLess1)) ||
            !SecretArithmetic.IsOne(arithmetic.Mod(arithmetic.Multiply(dq, e), qLess1)))
        {
            return false;
        }

        numbers.DP = SecretArithmetic.Write(dp, numbers.P!.Length);
        numbers.DQ = SecretArithmetic.Write(dq, numbers.Q!.Length);
        return true;
    }

    /// <summary>
    /// The bare RSA operation on one block, without looking at any padding; null if the block is no number below the
    /// modulus.
    /// </summary>
    public static byte[]? ComputePrivate(RSAParameters numbers, byte[] block)
    {
        using var arithmetic = new SecretArithmetic();
        uint[] c = arithmetic.Read(block);
        if (SecretArithmetic.Compare(c, arithmetic.Read(numbers.Modulus)) >= 0)
        {
            return null;
        }

        uint[] p = arithmetic.Read(numbers.P);
        uint[] q = arithmetic.Read(numbers.Q);
        uint[] m1 = arithmetic.ModPow(arithmetic.Mod(c, p), arithmetic.Read(numbers.DP), p);
        uint[] m2 = arithmetic.ModPow(arithmetic.Mod(c, q), arithmetic.Read(numbers.DQ), q);
        uint[] difference = arithmetic.SubtractMod(m1, arithmetic.Mod(m2, p), p);
        uint[] h = arithmetic.Mod(arithmetic.Multiply(arithmetic.Read(numbers.InverseQ), difference), p);
        return SecretArithmetic.Write(arithmetic.Add(m2, arithmetic.Multiply(h, q)), numbers.Modulus!.Length);
    }

    private static bool IsOdd(byte[] number) => (number[number.Length - 1] & 1) == 1;
}
