using System.Numerics;
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>The RSA arithmetic that the platform's RSA class does not provide.</summary>
internal static class RsaArithmetic
{
    /// <summary>The maximum size of a key whose primes are computed, which takes 0.2 s with this size.</summary>
    private const int MaxFactoredBits = 4096;

    /// <summary>
    /// Verifies that the numbers belong to one key, and computes the others: what a tool omitted or computed differently does not
    /// make a key unusable. Returns null if the numbers do not form a key.
    /// </summary>
    /// <param name="modulus">The modulus.</param>
    /// <param name="exponent">The public exponent.</param>
    /// <param name="d">The private exponent; zero if it is missing.</param>
    /// <param name="p">The first prime; zero if it is missing.</param>
    /// <param name="q">The second prime; zero if it is missing.</param>
    /// <param name="exponents">The private exponents of the primes, if the format contains them.</param>
    public static RSAParameters? Complete(
        byte[] modulus, byte[] exponent, BigInteger d, BigInteger p, BigInteger q, (BigInteger P, BigInteger Q) exponents = default)
    {
        BigInteger n = UnsignedNumber.ToInteger(modulus);
        BigInteger e = UnsignedNumber.ToInteger(exponent);
        if ((p <= 1 || q <= 1 || p * q != n) && !TryFactor(n, e, d, modulus.Length, out p, out q))
        {
            return null;
        }

        bool IsInverse(BigInteger inP, BigInteger inQ) => (inP * e % (p - 1)).IsOne && (inQ * e % (q - 1)).IsOne;
        if (!IsInverse(d, d))
        {
            // The exponents of the primes show that the public exponent is right, and only the private exponent is not.
            if ((!d.IsZero && !IsInverse(exponents.P, exponents.Q)) || !TryInvert(e, (p - 1) * (q - 1), out d))
            {
                return null;
            }
        }

        if (!TryInvert(q, p, out BigInteger coefficient))
        {
            return null;
        }

        // The primes of most keys have half the length of the modulus, which is the only length that platforms accept.
        int half = new[] { (modulus.Length + 1) / 2, UnsignedNumber.ByteCount(p), UnsignedNumber.ByteCount(q) }.Max();
        return new RSAParameters
        {
            Modulus = modulus,
            Exponent = exponent,
            D = UnsignedNumber.ToBytes(d % ((p - 1) * (q - 1)), modulus.Length),
            P = UnsignedNumber.ToBytes(p, half),
            Q = UnsignedNumber.ToBytes(q, half),
            DP = UnsignedNumber.ToBytes(d % (p - 1), half),
            DQ = UnsignedNumber.ToBytes(d % (q - 1), half),
            InverseQ = UnsignedNumber.ToBytes(coefficient, half),
        };
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

    // NIST SP 800-56B, appendix C: a power whose square is 1, and which is neither 1 nor -1, shares a factor with the modulus.
    private static bool TryFactor(BigInteger n, BigInteger e, BigInteger d, int length, out BigInteger p, out BigInteger q)
    {
        (p, q) = (BigInteger.Zero, BigInteger.Zero);
        BigInteger odd = d * e - 1;
        if (odd.Sign <= 0 || !odd.IsEven || 8 * length > MaxFactoredBits || d > n)
        {
            return false;
        }

        int halvings = 0;
        for (; odd.IsEven; odd >>= 1)
        {
            halvings++;
        }

        foreach (int candidate in new[] { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29 })
        {
            BigInteger x = BigInteger.ModPow(candidate, odd, n);
            for (int i = 0; i < halvings && !x.IsOne && x != n - 1; i++)
            {
                BigInteger square = x * x % n;
                if (square.IsOne)
                {
                    BigInteger factor = BigInteger.GreatestCommonDivisor(x - 1, n);
                    (p, q) = (BigInteger.Max(factor, n / factor), BigInteger.Min(factor, n / factor));
                    return true;
                }

                x = square;
            }

            if (!x.IsOne && x != n - 1)
            {
                // The exponents are not those of this modulus.
                return false;
            }
        }

        return false;
    }

    // The extended Euclidean algorithm.
    private static bool TryInvert(BigInteger number, BigInteger modulus, out BigInteger inverse)
    {
        (BigInteger a, BigInteger b) = (modulus, number % modulus);
        (inverse, BigInteger next) = (BigInteger.Zero, BigInteger.One);
        while (!b.IsZero)
        {
            BigInteger quotient = a / b;
            (a, b) = (b, a - quotient * b);
            (inverse, next) = (next, inverse - quotient * next);
        }

        inverse += inverse.Sign < 0 ? modulus : 0;
        return a.IsOne;
    }
}
