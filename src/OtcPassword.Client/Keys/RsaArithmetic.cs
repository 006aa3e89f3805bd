using System;
using System.Numerics;
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys;

/// <summary>The little of RSA's arithmetic that the platform's RSA class does not offer.</summary>
internal static class RsaArithmetic
{
    /// <summary>Computes DP and DQ, and says whether all numbers belong to one key.</summary>
    /// <param name="numbers">Modulus, exponent, D, P, Q and InverseQ; P, Q and InverseQ of equal length.</param>
    public static bool TryComplete(ref RSAParameters numbers)
    {
        BigInteger n = Read(numbers.Modulus!);
        BigInteger e = Read(numbers.Exponent!);
        BigInteger d = Read(numbers.D!);
        BigInteger p = Read(numbers.P!);
        BigInteger q = Read(numbers.Q!);
        BigInteger inverse = Read(numbers.InverseQ!);
        if (p.IsEven || q.IsEven || p <= BigInteger.One || q <= BigInteger.One || p * q != n ||
            inverse >= p || !(q * inverse % p).IsOne)
        {
            return false;
        }

        BigInteger dp = d % (p - BigInteger.One);
        BigInteger dq = d % (q - BigInteger.One);
        if (!(dp * e % (p - BigInteger.One)).IsOne || !(dq * e % (q - BigInteger.One)).IsOne)
        {
            return false;
        }

        numbers.DP = Write(dp, numbers.P!.Length);
        numbers.DQ = Write(dq, numbers.Q!.Length);
        return true;
    }

    /// <summary>
    /// The bare RSA operation on one block, without looking at any padding; null if the block is no number below the
    /// modulus.
    /// </summary>
    public static byte[]? ComputePrivate(RSAParameters numbers, byte[] block)
    {
        BigInteger c = Read(block);
        if (c >= Read(numbers.Modulus!))
        {
            return null;
        }

        BigInteger p = Read(numbers.P!);
        BigInteger q = Read(numbers.Q!);
        BigInteger m1 = BigInteger.ModPow(c % p, Read(numbers.DP!), p);
        BigInteger m2 = BigInteger.ModPow(c % q, Read(numbers.DQ!), q);
        BigInteger h = Read(numbers.InverseQ!) * (m1 - m2) % p;
        if (h.Sign < 0)
        {
            h += p;
        }

        return Write(m2 + h * q, numbers.Modulus!.Length);
    }

    private static BigInteger Read(byte[] bigEndian)
    {
        // One zero byte more at the far end keeps the number from being taken for a negative one.
        byte[] littleEndian = new byte[bigEndian.Length + 1];
        for (int i = 0; i < bigEndian.Length; i++)
        {
            littleEndian[i] = bigEndian[bigEndian.Length - 1 - i];
        }

        var number = new BigInteger(littleEndian);
        SensitiveData.Clear(littleEndian);
        return number;
    }

    private static byte[] Write(BigInteger number, int length)
    {
        byte[] littleEndian = number.ToByteArray();
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < Math.Min(length, littleEndian.Length); i++)
        {
            bigEndian[length - 1 - i] = littleEndian[i];
        }

        SensitiveData.Clear(littleEndian);
        return bigEndian;
    }
}
