using System.Numerics;
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>The RSA arithmetic that the platform's RSA class does not provide.</summary>
internal static class RsaArithmetic
{
    /// <summary>The minimum size of a prime. The primes of an RSA key have about half the bits of the modulus.</summary>
    private const int MinPrimeBits = KeyLimits.MinKeyBits / 4;

    /// <summary>Computes DP and DQ. Returns false if the values do not form a valid key.</summary>
    /// <param name="numbers">Modulus, exponent, D, P, Q, and InverseQ. P, Q, and InverseQ have the same length.</param>
    public static bool TryComplete(ref RSAParameters numbers)
    {
        if (Math.Min(UnsignedNumber.BitLength(numbers.P), UnsignedNumber.BitLength(numbers.Q)) < MinPrimeBits)
        {
            return false;
        }

        BigInteger e = UnsignedNumber.ToInteger(numbers.Exponent);
        BigInteger d = UnsignedNumber.ToInteger(numbers.D);
        BigInteger p = UnsignedNumber.ToInteger(numbers.P);
        BigInteger q = UnsignedNumber.ToInteger(numbers.Q);
        BigInteger inverse = UnsignedNumber.ToInteger(numbers.InverseQ);
        BigInteger dp = d % (p - 1);
        BigInteger dq = d % (q - 1);
        if (p * q != UnsignedNumber.ToInteger(numbers.Modulus) || inverse >= p || !(q * inverse % p).IsOne ||
            !(dp * e % (p - 1)).IsOne || !(dq * e % (q - 1)).IsOne)
        {
            return false;
        }

        numbers.DP = UnsignedNumber.ToBytes(dp, numbers.P!.Length);
        numbers.DQ = UnsignedNumber.ToBytes(dq, numbers.Q!.Length);
        return true;
    }

    /// <summary>
    /// Applies the RSA operation to a ciphertext without checking the padding. Returns null if the ciphertext is not less than
    /// the modulus.
    /// </summary>
    public static byte[]? ComputePrivate(RSAParameters numbers, byte[] block)
    {
        BigInteger c = UnsignedNumber.ToInteger(block);
        if (c >= UnsignedNumber.ToInteger(numbers.Modulus))
        {
            return null;
        }

        BigInteger p = UnsignedNumber.ToInteger(numbers.P);
        BigInteger q = UnsignedNumber.ToInteger(numbers.Q);
        BigInteger m1 = BigInteger.ModPow(c, UnsignedNumber.ToInteger(numbers.DP), p);
        BigInteger m2 = BigInteger.ModPow(c, UnsignedNumber.ToInteger(numbers.DQ), q);
        BigInteger h = UnsignedNumber.ToInteger(numbers.InverseQ) * (m1 - m2) % p;
        return UnsignedNumber.ToBytes(m2 + (h.Sign < 0 ? h + p : h) * q, numbers.Modulus!.Length);
    }
}
