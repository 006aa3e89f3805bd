using System.Collections.Generic;
using System.Linq;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Passwords;

/// <summary>Creates the errors for passwords that no key on the ring decrypts.</summary>
internal static class KeyMismatch
{
    private const int MaxFilesNamed = 20;

    /// <summary>Creates the error for a server whose key pair is known, but whose private key is not on the ring.</summary>
    public static OtcException NoKeyFor(KeyRing ring, string keyPair, RsaPublicKey registered, string server)
    {
        // If the key, or a file with the name of the key pair, could not be opened, its error is the better one.
        OtcException? unopened = ring.Entries.FirstOrDefault(
            entry => entry.Problem != null && (entry.PublicKey == null ? entry.IsNamed(keyPair) : registered.Equals(entry.PublicKey)))
            ?.Problem;
        return unopened ?? OnlyUnopened(ring.Entries) ?? new OtcException(
            OtcError.KeyMismatch,
            $"No private key matches key pair '{keyPair}' ({Describe(registered)}) of {server}. {Checked(ring.Entries)}",
            $"Specify the private key file of key pair '{keyPair}' with -KeyFile. {OtherOfThatName(keyPair)}");
    }

    /// <summary>Creates the error for a private key that matches the key pair, but does not decrypt the password.</summary>
    public static OtcException OtherKeyPair(StoredKey entry, string keyPair, string server) => new(
        OtcError.KeyMismatch,
        $"The key file '{entry.Path}' matches key pair '{keyPair}' as currently registered ({Describe(entry.PublicKey!)}), " +
        $"but the password of {server} was encrypted with a different key.",
        OtherOfThatName(keyPair));

    /// <summary>Creates the error for a ciphertext whose length does not match the registered key.</summary>
    public static OtcException OtherSize(int blockSize, string keyPair, RsaPublicKey registered, string server) => new(
        OtcError.KeyMismatch,
        $"The password of {server} was encrypted with a {blockSize * 8}-bit key, so not with key pair '{keyPair}' " +
        $"as currently registered ({Describe(registered)}).",
        OtherOfThatName(keyPair));

    /// <summary>Creates the error for a server whose key pair is unknown, and whose password no key on the ring decrypts.</summary>
    public static OtcException NothingDecrypts(KeyRing ring, string? keyPair, int blockSize, string server)
    {
        var candidates = ring.Entries
            .Where(entry => entry.PublicKey == null || entry.PublicKey.BlockSize == blockSize)
            .ToList();
        string of = keyPair == null ? "" : $" (key pair '{keyPair}', public key unknown)";
        OtcException? unopened = keyPair == null
            ? null
            : candidates.FirstOrDefault(entry => entry.Problem != null && entry.IsNamed(keyPair))?.Problem;
        return unopened ?? OnlyUnopened(candidates) ?? new OtcException(
            OtcError.KeyMismatch,
            $"None of the private keys decrypts the password of {server}{of}. It was encrypted with a different {blockSize * 8}-bit key. " +
            Checked(ring.Entries),
            keyPair == null
                ? "Specify with -KeyFile the private key file of the key pair that the server was created with."
                : $"Specify the private key file of key pair '{keyPair}' with -KeyFile.");
    }

    // A server refers to its key pair by name only. The name can now refer to another key pair, or to one of another user,
    // because each user has their own key pairs. Unprotect-OtcServerPassword tries the keys without the cloud.
    private static string OtherOfThatName(string keyPair) =>
        $"If '{keyPair}' was re-created after the server was created, or if the server uses another user's key pair of the same name, " +
        "pipe the encrypted password to Unprotect-OtcServerPassword and specify the file of the original key.";

    // If none of the keys could be opened, the passphrase is the cause.
    private static OtcException? OnlyUnopened(IReadOnlyCollection<StoredKey> candidates) =>
        candidates.Count > 0 && candidates.All(entry => entry.Problem != null)
            ? candidates.First().Problem
            : null;

    private static string Checked(IReadOnlyCollection<StoredKey> entries)
    {
        if (entries.Count == 0)
        {
            return "No RSA private key was found.";
        }

        IEnumerable<string> named = entries.Take(MaxFilesNamed).Select(
            entry => $"'{entry.Path}' ({Describe(entry.PublicKey)}{Obstacle(entry)})");
        string more = entries.Count > MaxFilesNamed ? $" and {entries.Count - MaxFilesNamed} more" : "";
        return $"Keys checked: {string.Join(", ", named)}{more}.";
    }

    private static string Describe(RsaPublicKey? key) =>
        key == null ? "fingerprint unknown" : $"{key.KeySize} bits, {key.Md5Fingerprint}";

    private static string Obstacle(StoredKey entry) => entry.Problem?.Error switch
    {
        OtcError.KeyPassphraseRequired => ", passphrase required",
        OtcError.KeyPassphraseWrong => ", passphrase incorrect",
        null => "",
        _ => ", cannot be read",
    };
}
