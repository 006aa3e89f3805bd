using System;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>SHA-256 fingerprints of public keys of any kind, as <c>ssh-keygen -l</c> prints them.</summary>
public static class SshFingerprint
{
    /// <summary>The fingerprint of a line such as "ssh-ed25519 AAAA… comment"; null if it is no such line.</summary>
    /// <param name="line">A key pair's public_key, or a line of a .pub file; may be null.</param>
    public static string? Sha256OfLine(string? line)
    {
        string[] words = line is null or { Length: > KeyLimits.FileBytes }
            ? []
            : line.Split([' ', '\t', '\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return null;
        }

        try
        {
            byte[] blob = Convert.FromBase64String(words[1]);

            // The kind of key stands in the blob once more; without it, this is no key but two words.
            return new SshReader(blob).ReadText() == words[0] ? Sha256(blob) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (KeyDataException)
        {
            return null;
        }
    }

    internal static string Sha256(byte[] blob)
    {
        using SHA256 sha256 = SHA256.Create();
        return "SHA256:" + Convert.ToBase64String(sha256.ComputeHash(blob)).TrimEnd('=');
    }
}
