using System;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>A key pair as the cloud knows it; the private half is in <see cref="File"/> only.</summary>
internal sealed class KeyPair
{
    private readonly RSA _publicKey;

    public KeyPair(int number, string name, User owner, PrivateKeyFormat format, RSA key, string file)
    {
        Number = number;
        Name = name;
        Owner = owner;
        Format = format;
        File = file;
        Bits = key.KeySize;
        _publicKey = RSA.Create(key.ExportParameters(includePrivateParameters: false));
        byte[] blob = SshFormat.PublicBlob(key);
        PublicKey = $"ssh-rsa {Convert.ToBase64String(blob)} Generated-by-the-emulator";
        Fingerprint = MD5Fingerprint(blob);
    }

    public int Number { get; }

    public string Name { get; }

    public User Owner { get; }

    public PrivateKeyFormat Format { get; }

    public string File { get; }

    public int Bits { get; }

    public string PublicKey { get; }

    public string Fingerprint { get; }

    /// <summary>What Cloudbase-Init posts: base64 of RSA PKCS#1 v1.5. Several threads may encrypt at once.</summary>
    public byte[] Encrypt(string password)
    {
        Span<byte> cipher = stackalloc byte[Bits / 8];
        int length = _publicKey.Encrypt(Encoding.UTF8.GetBytes(password), cipher, RSAEncryptionPadding.Pkcs1);
        var base64 = new byte[(length + 2) / 3 * 4];
        System.Buffers.Text.Base64.EncodeToUtf8(cipher[..length], base64, out _, out _);
        return base64;
    }

    private static string MD5Fingerprint(byte[] blob)
    {
#pragma warning disable CA5351 // Nova's fingerprints are MD5: a name for the key, no protection.
        byte[] hash = MD5.HashData(blob);
#pragma warning restore CA5351
        return string.Join(':', Array.ConvertAll(hash, b => $"{b:x2}"));
    }
}
