namespace OtcPassword.Emulator.Model;

/// <summary>A key pair in the cloud. Only its file has the private key.</summary>
internal sealed class KeyPair(int number, KeyPairEntry entry, User owner, RSA key, string file)
{
    private readonly RSA _publicKey = RSA.Create(key.ExportParameters(includePrivateParameters: false));

    public int Number => number;
    public string Name => entry.Name;
    public User Owner => owner;
    public PrivateKeyFormat Format => entry.Format;
    public string File => file;
    public int Bits => entry.Bits;
    public string PublicKey { get; } = $"ssh-rsa {Convert.ToBase64String(SshFormat.PublicBlob(key))} Generated-by-the-emulator";
    public string Fingerprint { get; } = MD5Fingerprint(SshFormat.PublicBlob(key));

    /// <summary>Encrypts as Cloudbase-Init does, with RSA PKCS#1 v1.5, and returns base64. This method is thread-safe.</summary>
    public byte[] Encrypt(string password)
    {
        byte[] ciphertext = _publicKey.Encrypt(Encoding.UTF8.GetBytes(password), RSAEncryptionPadding.Pkcs1);
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(ciphertext.Length)];
        Base64.EncodeToUtf8(ciphertext, base64, out _, out _);
        return base64;
    }

    private static string MD5Fingerprint(byte[] blob)
    {
#pragma warning disable CA5351 // Nova identifies keys by MD5 fingerprints; they protect nothing.
        byte[] hash = MD5.HashData(blob);
#pragma warning restore CA5351
        return string.Join(':', Array.ConvertAll(hash, b => $"{b:x2}"));
    }
}
