using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Reads the key in a PEM block.</summary>
internal static class PemKey
{
    /// <exception cref="KeyDataException">The block is not an RSA private key.</exception>
    public static EncodedKey Read(PemBlock block) => block.Label switch
    {
        "RSA PRIVATE KEY" when block.Headers.TryGetValue("DEK-Info", out string? dekInfo) =>
            new EncryptedPkcs1Key(dekInfo, block.Decode()),
        "RSA PRIVATE KEY" => new UnprotectedDerKey(KeyFileFormat.Pkcs1Pem, block.Decode()),
        "PRIVATE KEY" => new UnprotectedDerKey(KeyFileFormat.Pkcs8Pem, block.Decode()),
        "ENCRYPTED PRIVATE KEY" => new EncryptedPkcs8Key(KeyFileFormat.Pkcs8Pem, block.Decode()),
        "OPENSSH PRIVATE KEY" => new OpenSshKey(block.Decode()),
        "EC PRIVATE KEY" => throw UnsupportedKey.Private("EC"),
        "DSA PRIVATE KEY" => throw UnsupportedKey.Private("DSA"),
        "PUBLIC KEY" => throw UnsupportedKey.Public(DerKey.NameOfPublicKey(block.Decode())),
        "RSA PUBLIC KEY" => throw UnsupportedKey.Public("RSA"),
        "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => throw UnsupportedKey.Certificate("a certificate"),
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => throw UnsupportedKey.Certificate("a certificate request"),
        _ when block.Label.StartsWith("PGP ", StringComparison.Ordinal) =>
            throw UnsupportedKey.NotAKey($"contains an OpenPGP block ({block.Label}), which is not an RSA private key"),
        _ => throw UnsupportedKey.NotAKey($"contains a PEM block \"{block.Label}\", which is not an RSA private key"),
    };
}
