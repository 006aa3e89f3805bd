using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace OtcPassword.Emulator.Model;

/// <summary>
/// Writes RSA keys as OpenSSH does: public key blobs and "OPENSSH PRIVATE KEY" files without a passphrase.
/// </summary>
internal static class SshFormat
{
    public static byte[] PublicBlob(RSA key)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: false);
        using var blob = new MemoryStream();
        WriteText(blob, "ssh-rsa");
        WriteNumber(blob, p.Exponent!);
        WriteNumber(blob, p.Modulus!);
        return blob.ToArray();
    }

    public static string PrivateKeyFile(RSA key, string comment)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: true);
        using var secret = new MemoryStream();
        byte[] check = RandomNumberGenerator.GetBytes(4); // Written twice: with an incorrect passphrase, the two differ.
        secret.Write(check);
        secret.Write(check);
        WriteText(secret, "ssh-rsa");
        WriteNumber(secret, p.Modulus!);
        WriteNumber(secret, p.Exponent!);
        WriteNumber(secret, p.D!);
        WriteNumber(secret, p.InverseQ!);
        WriteNumber(secret, p.P!);
        WriteNumber(secret, p.Q!);
        WriteText(secret, comment);
        for (byte pad = 1; secret.Length % 8 != 0; pad++)
        {
            secret.WriteByte(pad);
        }

        using var file = new MemoryStream();
        file.Write("openssh-key-v1\0"u8);
        WriteText(file, "none");
        WriteText(file, "none");
        WriteText(file, "");
        file.Write([0, 0, 0, 1]);
        WriteBytes(file, PublicBlob(key));
        WriteBytes(file, secret.ToArray());

        var text = new StringBuilder("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        string base64 = Convert.ToBase64String(file.ToArray());
        for (int at = 0; at < base64.Length; at += 70)
        {
            text.Append(base64, at, Math.Min(70, base64.Length - at)).Append('\n');
        }

        return text.Append("-----END OPENSSH PRIVATE KEY-----\n").ToString();
    }

    private static void WriteText(MemoryStream to, string text) => WriteBytes(to, Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Writes an "mpint": big-endian, in the shortest form, with a leading zero if the highest bit is set.
    /// </summary>
    private static void WriteNumber(MemoryStream to, byte[] unsigned) =>
        WriteBytes(to, new BigInteger(unsigned, isUnsigned: true, isBigEndian: true).ToByteArray(isBigEndian: true));

    private static void WriteBytes(MemoryStream to, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        to.Write(length);
        to.Write(bytes);
    }
}
