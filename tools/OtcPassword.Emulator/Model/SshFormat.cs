using System.Buffers.Binary;
using System.Numerics;

namespace OtcPassword.Emulator.Model;

/// <summary>Writes RSA keys as OpenSSH does: public key blobs and "OPENSSH PRIVATE KEY" files without a passphrase.</summary>
internal static class SshFormat
{
    private const int LineLength = 70;

    public static byte[] PublicBlob(RSA key)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: false);
        return [.. Text("ssh-rsa"), .. Number(p.Exponent!), .. Number(p.Modulus!)];
    }

    public static string PrivateKeyFile(RSA key, string comment)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: true);
        byte[] check = RandomNumberGenerator.GetBytes(4); // Written twice: with an incorrect passphrase, the two differ.
        List<byte> secret =
        [
            .. check, .. check, .. Text("ssh-rsa"), .. Number(p.Modulus!), .. Number(p.Exponent!),
            .. Number(p.D!), .. Number(p.InverseQ!), .. Number(p.P!), .. Number(p.Q!), .. Text(comment),
        ];
        for (byte pad = 1; secret.Count % 8 != 0; pad++)
        {
            secret.Add(pad);
        }

        byte[] file =
        [
            .. "openssh-key-v1\0"u8, .. Text("none"), .. Text("none"), .. Text(""), 0, 0, 0, 1,
            .. Field(PublicBlob(key)), .. Field([.. secret]),
        ];
        IEnumerable<string> lines = Convert.ToBase64String(file).Chunk(LineLength).Select(line => new string(line));
        return $"-----BEGIN OPENSSH PRIVATE KEY-----\n{string.Join('\n', lines)}\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static byte[] Text(string text) => Field(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns an "mpint": big-endian, in the shortest form, with a leading zero if the highest bit is set.</summary>
    private static byte[] Number(byte[] unsigned) =>
        Field(new BigInteger(unsigned, isUnsigned: true, isBigEndian: true).ToByteArray(isBigEndian: true));

    private static byte[] Field(byte[] bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
