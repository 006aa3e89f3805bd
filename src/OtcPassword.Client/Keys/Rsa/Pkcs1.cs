using System;
using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>RSAPrivateKey of RFC 8017, appendix A.1.2.</summary>
internal static class Pkcs1
{
    /// <exception cref="KeyDataException">It is no RSA key, or none that is read.</exception>
    /// <exception cref="AsnContentException">It is no such structure.</exception>
    public static RsaPrivateKey Read(ReadOnlyMemory<byte> der)
    {
        AsnReader key = Der.ReadOnlySequence(der);
        if (!key.TryReadInt32(out int version) || version != 0)
        {
            throw new KeyDataException(
                OtcError.KeyFileUnreadable, "holds an RSA key with more than two primes, which is not read",
                "Use the key file of the server's key pair; the cloud makes no such keys.");
        }

        ReadOnlyMemory<byte> modulus = Der.ReadPositive(key);
        ReadOnlyMemory<byte> exponent = Der.ReadPositive(key);
        ReadOnlyMemory<byte> privateExponent = Der.ReadPositive(key);
        ReadOnlyMemory<byte> prime1 = Der.ReadPositive(key);
        ReadOnlyMemory<byte> prime2 = Der.ReadPositive(key);
        Der.ReadPositive(key);
        Der.ReadPositive(key);
        ReadOnlyMemory<byte> coefficient = Der.ReadPositive(key);
        key.ThrowIfNotEmpty();
        return RsaPrivateKey.Create(
            modulus.Span, exponent.Span, privateExponent.Span, prime1.Span, prime2.Span, coefficient.Span);
    }
}
