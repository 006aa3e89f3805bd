using System;
using System.Numerics;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;

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
    /// The bare RSA operation on one block, without looking at any padding; null if the block is no number below the
    /// modulus.
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
