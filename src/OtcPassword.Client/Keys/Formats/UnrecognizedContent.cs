using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Describes the content of a file in which no key was found.</summary>
internal static class UnrecognizedContent
{
    private const int MaxStart = 64;

    public static KeyDataException Describe(byte[] content, byte[] text)
    {
        // Only the start of the text, because the file can be a damaged key, and a string cannot be cleared.
        int first = Array.FindIndex(text, b => !Base64Bytes.IsWhiteSpace(b));
        if (first < 0)
        {
            return UnsupportedKey.NotAKey("is empty");
        }

        string start = System.Text.Encoding.UTF8.GetString(text, first, Math.Min(text.Length - first, MaxStart));

        string firstWord = start.Split([' ', '\t', '\r', '\n'], 2)[0];
        if (IsSshPublicKey(firstWord))
        {
            return firstWord.Contains("-cert-v01@")
                ? UnsupportedKey.Certificate("an OpenSSH certificate")
                : UnsupportedKey.Public(KeyAlgorithmName.OfSsh(firstWord));
        }

        if (start.StartsWith("---- BEGIN SSH2 PUBLIC KEY", StringComparison.Ordinal))
        {
            return UnsupportedKey.Public("RFC 4716 format");
        }

        if (start.StartsWith("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other(
                "is a private key in ssh.com (SSH2) format, which is not supported",
                "Convert the file: puttygen {file} -O private-openssh-new -o key.pem");
        }

        if (start.StartsWith("SSH PRIVATE KEY FILE FORMAT 1", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other("is an SSH version 1 key, which is not supported");
        }

        if (start.StartsWith("<RSAKeyValue", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other("is an RSA key in .NET XML format, which is not supported");
        }

        if (start[0] == '{')
        {
            return UnsupportedKey.NotAKey("contains JSON, not a private key");
        }

        if (Array.Exists(text, IsControl))
        {
            return UnsupportedKey.NotAKey("contains binary data that is not a private key in a supported format");
        }

        return UnsupportedKey.NotAKey(
            "is not a private key file in a supported format: it has no line like -----BEGIN RSA PRIVATE KEY-----");
    }

    private static bool IsControl(byte b) => b < 0x20 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f');

    private static bool IsSshPublicKey(string word) =>
        word.StartsWith("ssh-", StringComparison.Ordinal) ||
        word.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) ||
        word.StartsWith("sk-", StringComparison.Ordinal);
}
