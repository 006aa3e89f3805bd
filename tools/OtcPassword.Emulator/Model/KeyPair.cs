using System;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>A key pair in the cloud. Only <see cref="File"/> has the private key.</summary>
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

    /// <summary>
    /// Encrypts as Cloudbase-Init does, with RSA PKCS#1 v1.5, and returns base64. This method is thread-safe.
    /// </summary>
    public byte[] Encrypt(string password)
    {
        Span<byte> ciphertext = stackalloc byte[Bits / 8];
        int length = _publicKey.Encrypt(Encoding.UTF8.GetBytes(password), ciphertext, RSAEncryptionPadding.Pkcs1);
        var base64 = new byte[(length + 2) / 3 * 4];
        System.Buffers.Text.Base64.EncodeToUtf8(ciphertext[..length], base64, out _, out _);
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
