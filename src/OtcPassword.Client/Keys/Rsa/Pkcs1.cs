using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>RSAPrivateKey of RFC 8017, appendix A.1.2.</summary>
internal static class Pkcs1
{
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public static RsaPrivateKey Read(ReadOnlyMemory<byte> der)
    {
        AsnReader key = Der.ReadOnlySequence(der);
        if (!key.TryReadInt32(out int version) || version != 0)
        {
            throw new KeyDataException(
                OtcError.KeyFileUnreadable, "contains a multi-prime RSA key, which is not supported",
                "Specify the key file of the server's key pair. The cloud does not create such keys.");
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
