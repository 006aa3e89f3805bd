using System;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>The numbers of an RSA private key, checked to belong together, in buffers that are cleared at the end.</summary>
internal sealed class RsaKeyMaterial : IDisposable
{
    private RSAParameters _numbers;

    private RsaKeyMaterial(RSAParameters numbers)
    {
        _numbers = numbers;
        PublicKey = new RsaPublicKey(numbers.Modulus, numbers.Exponent);
    }

    public RsaPublicKey PublicKey { get; }

    /// <summary>The numbers as the platform wants them; the arrays are this object's own and cleared with it.</summary>
    public RSAParameters Numbers => _numbers;

    /// <summary>
    /// Copies the numbers of a key after checking them. The two exponents of the primes are computed, since not every
    /// format holds them.
    /// </summary>
    /// <exception cref="KeyDataException">They are not the numbers of one RSA key of a size that is read.</exception>
    public static RsaKeyMaterial Create(
        ReadOnlySpan<byte> modulus,
        ReadOnlySpan<byte> exponent,
        ReadOnlySpan<byte> privateExponent,
        ReadOnlySpan<byte> prime1,
        ReadOnlySpan<byte> prime2,
        ReadOnlySpan<byte> coefficient)
    {
        RsaPublicKey.Check(modulus, exponent);
        int length = UnsignedNumber.Trim(modulus).Length;
        int half = (length + 1) / 2;
        var numbers = new RSAParameters
        {
            Modulus = UnsignedNumber.Trim(modulus).ToArray(),
            Exponent = UnsignedNumber.Trim(exponent).ToArray(),
            D = UnsignedNumber.Pad(privateExponent, length),
            P = UnsignedNumber.Pad(prime1, half),
            Q = UnsignedNumber.Pad(prime2, half),
            InverseQ = UnsignedNumber.Pad(coefficient, half),
        };
        if (numbers.D == null || numbers.P == null || numbers.Q == null || numbers.InverseQ == null ||
            !RsaArithmetic.TryComplete(ref numbers))
        {
            Clear(numbers);
            throw KeyDataException.Damaged("is damaged: its numbers do not belong to one RSA key");
        }

        return new RsaKeyMaterial(numbers);
    }

    public void Dispose() => Clear(_numbers);

    private static void Clear(RSAParameters numbers)
    {
        SensitiveData.Clear(numbers.D);
        SensitiveData.Clear(numbers.P);
        SensitiveData.Clear(numbers.Q);
        SensitiveData.Clear(numbers.DP);
        SensitiveData.Clear(numbers.DQ);
        SensitiveData.Clear(numbers.InverseQ);
    }
}
