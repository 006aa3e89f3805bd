using System;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Names what a file is in which no key was found.</summary>
internal static class UnrecognizedContent
{
    private const int MaxStart = 64;

    public static KeyDataException Describe(byte[] content, byte[] text)
    {
        // As little of it as tells: what looks like nothing may be a damaged key, and a string cannot be cleared.
        int first = Array.FindIndex(text, b => !Base64Bytes.IsWhiteSpace(b));
        if (first < 0)
        {
            return UnsupportedKey.Other("is empty");
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
            return UnsupportedKey.Public("in the format of RFC 4716");
        }

        if (start.StartsWith("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other(
                "is a private key in the format of ssh.com, which is not read",
                "Convert it: puttygen {file} -O private-openssh-new -o key.pem");
        }

        if (start.StartsWith("SSH PRIVATE KEY FILE FORMAT 1", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other("is a key for version 1 of SSH, which no cloud server has");
        }

        if (start.StartsWith("<RSAKeyValue", StringComparison.Ordinal))
        {
            return UnsupportedKey.Other("is a key in .NET's XML notation, which is not read");
        }

        if (start[0] == '{')
        {
            return UnsupportedKey.Other("is JSON and no key file");
        }

        if (Array.Exists(text, IsControl))
        {
            return UnsupportedKey.Other("is binary data and no key in a known format");
        }

        return UnsupportedKey.Other(
            "is no private key in a known format: it has no line like -----BEGIN RSA PRIVATE KEY-----");
    }

    private static bool IsControl(byte b) => b < 0x20 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f');

    private static bool IsSshPublicKey(string word) =>
        word.StartsWith("ssh-", StringComparison.Ordinal) ||
        word.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) ||
        word.StartsWith("sk-", StringComparison.Ordinal);
}
