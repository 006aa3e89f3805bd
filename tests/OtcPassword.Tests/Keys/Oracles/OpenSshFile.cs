using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>Writes key files in OpenSSH's format (PROTOCOL.key in its sources).</summary>
internal static class OpenSshFile
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    private const string End = "\n-----END OPENSSH PRIVATE KEY-----\n";

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("openssh-key-v1\0");

    /// <summary>Encrypts an unencrypted file with a key that was derived from a passphrase.</summary>
    public static byte[] Encrypt(byte[] plainFile, string cipher, byte[] key, byte[] iv, byte[] salt, int rounds)
    {
        string text = Encoding.ASCII.GetString(plainFile).Trim() + "\n";
        byte[] data = Convert.FromBase64String(text.Replace(Begin, "").Replace(End, "").Replace("\n", ""));
        int position = Magic.Length;
        byte[][] fields = [ReadString(), ReadString(), ReadString()];
        position += 4;
        byte[] publicKey = ReadString();
        List<byte> privateKey = [.. ReadString()];
        if (fields.Any(field => field.Length > 4) || position != data.Length)
        {
            throw new ArgumentException("The file is encrypted, or not in OpenSSH's format.", nameof(plainFile));
        }

        // The padding is 1, 2, 3 and so on.
        while (privateKey.Count % 16 != 0)
        {
            privateKey.Add((byte)(privateKey[privateKey.Count - 1] + 1));
        }

        byte[] options = [.. String(salt), .. Number(rounds)];
        byte[] encrypted =
        [
            .. Magic, .. String(Encoding.ASCII.GetBytes(cipher)), .. String(Encoding.ASCII.GetBytes("bcrypt")), .. String(options),
            .. Number(1), .. String(publicKey), .. String(EncryptCbc(key, iv, [.. privateKey])),
        ];
        string body = Convert.ToBase64String(encrypted);
        IEnumerable<string> lines = Enumerable.Range(0, (body.Length + 69) / 70)
            .Select(line => body.Substring(70 * line, Math.Min(70, body.Length - 70 * line)));
        return Encoding.ASCII.GetBytes(Begin + string.Join("\n", lines) + End);

        byte[] ReadString()
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(position, 4));
            byte[] content = data.AsSpan(position + 4, length).ToArray();
            position += 4 + length;
            return content;
        }
    }

    private static byte[] EncryptCbc(byte[] key, byte[] iv, byte[] data)
    {
        using Aes aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        using ICryptoTransform transform = aes.CreateEncryptor(key, iv);
        return transform.TransformFinalBlock(data, 0, data.Length);
    }

    private static byte[] String(byte[] content) => [.. Number(content.Length), .. content];

    private static byte[] Number(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
