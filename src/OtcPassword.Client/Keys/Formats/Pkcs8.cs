using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>PrivateKeyInfo of RFC 5208 and OneAsymmetricKey of RFC 5958.</summary>
internal static class Pkcs8
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    /// <exception cref="AsnContentException">The structure is not valid.</exception>
    public static RsaPrivateKey Read(ReadOnlyMemory<byte> der)
    {
        AsnReader info = Der.ReadOnlySequence(der);
        if (!info.TryReadInt32(out int version) || version is not (0 or 1))
        {
            throw new AsnContentException();
        }

        AsnReader algorithm = info.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        if (oid != RsaEncryption)
        {
            throw UnsupportedKey.Private(KeyAlgorithmName.OfOid(oid));
        }

        // Attributes and a public key can follow, which are not needed.
        return Pkcs1.Read(Der.ReadOctets(info));
    }
}
