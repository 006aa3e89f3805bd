using System.Collections.Generic;
using System.Linq;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Passwords;

/// <summary>Words the errors for when no key on the ring decrypts a password.</summary>
internal static class KeyMismatch
{
    private const int MaxFilesNamed = 20;

    /// <summary>The server's key pair is known, and no key on the ring has its public half.</summary>
    public static OtcException NoKeyFor(KeyRing ring, string keyPair, RsaPublicKey registered, string server)
    {
        // The very key is there, or a file called so, but locked: that is the thing to say.
        OtcException? locked = ring.Entries.FirstOrDefault(
            entry => entry.Problem != null && (entry.PublicKey == null ? entry.IsNamed(keyPair) : registered.Equals(entry.PublicKey)))
            ?.Problem;
        return locked ?? OnlyLocked(ring.Entries) ?? new OtcException(
            OtcError.KeyMismatch,
            $"No key fits {server}: it has the key pair '{keyPair}' ({Describe(registered)}). {Tried(ring.Entries)}",
            $"Use the private key file of the key pair '{keyPair}' (-KeyFile). {OtherOfThatName(keyPair)}");
    }

    /// <summary>The right key by its public half, and yet it does not decrypt the password.</summary>
    public static OtcException OtherKeyPair(StoredKey entry, string keyPair, string server) => new(
        OtcError.KeyMismatch,
        $"The password of {server} was not encrypted for the key pair '{keyPair}' as it is registered now " +
        $"({Describe(entry.PublicKey!)}), which is the key in '{entry.Path}'.",
        OtherOfThatName(keyPair));

    /// <summary>The block's length is not the one of the registered key.</summary>
    public static OtcException OtherSize(int blockSize, string keyPair, RsaPublicKey registered, string server) => new(
        OtcError.KeyMismatch,
        $"The password of {server} was encrypted for a key of {blockSize * 8} bits, not for the key pair '{keyPair}' " +
        $"as it is registered now ({Describe(registered)}).",
        OtherOfThatName(keyPair));

    /// <summary>The server's key pair is not known, and no key on the ring decrypts the password.</summary>
    public static OtcException NothingDecrypts(KeyRing ring, string? keyPair, int blockSize, string server)
    {
        var candidates = ring.Entries
            .Where(entry => entry.PublicKey == null || entry.PublicKey.BlockSize == blockSize)
            .ToList();
        string of = keyPair == null ? "" : $" (key pair '{keyPair}', whose public key is not known here)";
        OtcException? locked = keyPair == null
            ? null
            : candidates.FirstOrDefault(entry => entry.Problem != null && entry.IsNamed(keyPair))?.Problem;
        return locked ?? OnlyLocked(candidates) ?? new OtcException(
            OtcError.KeyMismatch,
            $"No key decrypts the password of {server}{of}: it was encrypted for another key of {blockSize * 8} bits. " +
            Tried(ring.Entries),
            keyPair == null
                ? "Use the private key file of the key pair the server was created with (-KeyFile)."
                : $"Use the private key file of the key pair '{keyPair}' (-KeyFile).");
    }

    // Key pairs belong to one user: a server's key pair is known by name only, and the name may stand for another one now,
    // or for another user. Offline, nothing but the ciphertext decides.
    private static string OtherOfThatName(string keyPair) =>
        $"If '{keyPair}' was deleted and created again after the server was created, or if another user created the " +
        "server with a key pair of this name, pipe the encrypted password to Unprotect-OtcServerPassword with that key file.";

    // If there is nothing but keys that could not be opened, the passphrase is what is wrong.
    private static OtcException? OnlyLocked(IReadOnlyCollection<StoredKey> candidates) =>
        candidates.Count > 0 && candidates.All(entry => entry.Problem != null)
            ? candidates.First().Problem
            : null;

    private static string Tried(IReadOnlyCollection<StoredKey> entries)
    {
        if (entries.Count == 0)
        {
            return "No RSA private key was found.";
        }

        IEnumerable<string> named = entries.Take(MaxFilesNamed).Select(
            entry => $"'{entry.Path}' ({Describe(entry.PublicKey)}{Lock(entry)})");
        string more = entries.Count > MaxFilesNamed ? $" and {entries.Count - MaxFilesNamed} more" : "";
        return $"Keys at hand: {string.Join(", ", named)}{more}.";
    }

    private static string Describe(RsaPublicKey? key) =>
        key == null ? "fingerprint unknown" : $"{key.KeySize} bits, {key.Md5Fingerprint}";

    private static string Lock(StoredKey entry) => entry.Problem?.Error switch
    {
        OtcError.KeyPassphraseRequired => ", needs a passphrase",
        OtcError.KeyPassphraseWrong => ", the passphrase does not open it",
        null => "",
        _ => ", cannot be opened",
    };
}
