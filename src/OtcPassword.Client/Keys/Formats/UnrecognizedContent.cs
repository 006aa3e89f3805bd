using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Describes the content of a file in which no key was found.</summary>
internal static class UnrecognizedContent
{
    private const int MaxStart = 64;

    public static KeyDataException Describe(byte[] text)
    {
        // Only the start of the text, because the file can be a damaged key, and a string cannot be cleared.
        int first = Array.FindIndex(text, b => !Base64Bytes.IsWhiteSpace(b));
        if (first < 0)
        {
            return KeyDataException.NotAKey("is empty");
        }

        string start = System.Text.Encoding.UTF8.GetString(text, first, Math.Min(text.Length - first, MaxStart));

        return DescribeStart(start) ??
            (Array.Exists(text, IsControl)
                ? KeyDataException.NotAKey("contains binary data that is not a private key in a supported format")
                : KeyDataException.NotAKey(
                    "is not a private key file in a supported format: it has no line like -----BEGIN RSA PRIVATE KEY-----"));
    }

    private static KeyDataException? DescribeStart(string start)
    {
        bool StartsWith(string text) => start.StartsWith(text, StringComparison.Ordinal);
        string firstWord = start.Split([' ', '\t', '\r', '\n'], 2)[0];
        if (IsSshPublicKey(firstWord))
        {
            return firstWord.Contains("-cert-v01@")
                ? KeyDataException.Certificate("an OpenSSH certificate")
                : KeyDataException.PublicKey(KeyAlgorithmName.OfSsh(firstWord));
        }

        return StartsWith("---- BEGIN SSH2 PUBLIC KEY") ? KeyDataException.PublicKey("RFC 4716 format")
            : StartsWith("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY") ? KeyDataException.Unsupported(
                "is a private key in ssh.com (SSH2) format, which is not supported",
                "Convert the file: puttygen {file} -O private-openssh-new -o key.pem")
            : StartsWith("SSH PRIVATE KEY FILE FORMAT 1") ? KeyDataException.Unsupported("is an SSH version 1 key, which is not supported")
            : StartsWith("<RSAKeyValue") ? KeyDataException.Unsupported("is an RSA key in .NET XML format, which is not supported")
            : start[0] == '{' ? KeyDataException.NotAKey("contains JSON, not a private key")
            : null;
    }

    private static bool IsControl(byte b) => b < 0x20 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f');

    private static bool IsSshPublicKey(string word) =>
        word.StartsWith("ssh-", StringComparison.Ordinal) ||
        word.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) ||
        word.StartsWith("sk-", StringComparison.Ordinal);
}
