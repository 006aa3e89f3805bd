using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>Computes SHA-256 fingerprints of public keys of any kind, as <c>ssh-keygen -l</c> prints them.</summary>
public static class SshFingerprint
{
    /// <summary>Returns the fingerprint of a line such as "ssh-ed25519 AAAA… comment"; null if it has no public key.</summary>
    /// <param name="line">A key pair's public_key, or a line of a .pub file; can be null.</param>
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

            // The blob of a key repeats the kind of key. Otherwise, the line is not a public key.
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
