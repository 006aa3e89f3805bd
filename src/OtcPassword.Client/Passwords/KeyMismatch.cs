using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Passwords;

/// <summary>Creates the errors for passwords that no key on the ring decrypts.</summary>
internal static class KeyMismatch
{
    // A fleet repeats the message. The verbose messages contain all keys.
    private const int MaxKeys = 3;
    private const int MaxLength = 160;

    /// <summary>Creates the error for a server with a known key pair, if the ring lacks its private key and no other decrypts.</summary>
    public static OtcException NoKeyFor(KeyRing ring, string keyPair, RsaPublicKey registered, string server)
    {
        // If the key, or a file with the name of the key pair, could not be opened, its error is the better one.
        OtcException? locked = ring.Entries.FirstOrDefault(
            entry => entry.Problem != null && (entry.PublicKey == null ? entry.IsNamed(keyPair) : registered.Equals(entry.PublicKey)))
            ?.Problem;
        return locked ?? OnlyLocked(ring.Entries) ?? new OtcException(
            OtcError.KeyMismatch,
            $"No private key matches key pair '{keyPair}' ({Describe(registered)}) of {server}. {Checked(ring)}",
            $"Specify the private key file of key pair '{keyPair}' with -KeyFile. {OsChanged}");
    }

    /// <summary>Creates the error for a private key that matches the key pair, if neither it nor another one decrypts.</summary>
    public static OtcException OtherKeyPair(KeyRing ring, StoredKey entry, string keyPair, string server) => new(
        OtcError.KeyMismatch,
        $"The {entry.Source} matches key pair '{keyPair}' ({Describe(entry.PublicKey!)}), but the " +
        $"password of {server} was encrypted with a different key. {Checked(ring)}",
        OsChanged);

    /// <summary>Creates the error for a block whose length does not match the registered key.</summary>
    public static OtcException OtherSize(KeyRing ring, int blockSize, string keyPair, RsaPublicKey registered, string server) =>
        OnlyLocked(OfSize(ring, blockSize)) ?? new OtcException(
            OtcError.KeyMismatch,
            $"The password of {server} was encrypted with a {blockSize * 8}-bit key, so not with key pair '{keyPair}' " +
            $"({Describe(registered)}). {Checked(ring)}",
            OsChanged);

    /// <summary>Creates the error for a server whose key pair is unknown, and whose password no key on the ring decrypts.</summary>
    public static OtcException NothingDecrypts(KeyRing ring, string? keyPair, int blockSize, string server)
    {
        List<StoredKey> candidates = OfSize(ring, blockSize);
        string of = keyPair == null ? "" : $" (key pair '{keyPair}', public key unknown)";
        OtcException? locked = keyPair == null
            ? null
            : candidates.FirstOrDefault(entry => entry.Problem != null && entry.IsNamed(keyPair))?.Problem;
        return locked ?? OnlyLocked(candidates) ?? new OtcException(
            OtcError.KeyMismatch,
            $"None of the private keys decrypts the password of {server}{of}. It was encrypted with a different {blockSize * 8}-bit key. " +
            Checked(ring),
            keyPair == null
                ? "Specify with -KeyFile the private key file of the key pair that the server was created with."
                : $"Specify the private key file of key pair '{keyPair}' with -KeyFile.");
    }

    // Without a clear before, the cloud keeps the password that was encrypted for the key pair before.
    private const string OsChanged =
        "If the OS may have been changed with another key pair, clear the stored password, reinstall the OS, and use -Wait.";

    private static List<StoredKey> OfSize(KeyRing ring, int blockSize) =>
        ring.Entries.Where(entry => entry.PublicKey == null || entry.PublicKey.BlockSize == blockSize).ToList();

    // If none of the keys could be opened, the passphrase is the cause.
    private static OtcException? OnlyLocked(IReadOnlyCollection<StoredKey> candidates) =>
        candidates.Count > 0 && candidates.All(entry => entry.Problem != null)
            ? candidates.First().Problem
            : null;

    /// <summary>Returns a sentence with all keys on the ring.</summary>
    public static string All(KeyRing ring) => Checked(ring, int.MaxValue, int.MaxValue);

    private static string Checked(KeyRing ring, int maxKeys = MaxKeys, int maxLength = MaxLength)
    {
        var named = new List<string>();
        foreach (string key in ring.Entries.Take(maxKeys).Select(Describe))
        {
            if (named.Count > 0 && named.Sum(other => other.Length) + key.Length > maxLength)
            {
                break;
            }

            named.Add(key);
        }

        string more = ring.Entries.Count > named.Count ? $", and {ring.Entries.Count - named.Count} more" : string.Empty;
        return named.Count == 0 ? "No RSA private key was found." : $"Keys checked: {string.Join(", ", named)}{more}.";
    }

    private static string Describe(StoredKey entry) => $"{entry.ShortSource} ({Describe(entry.PublicKey)}{Lock(entry)})";

    private static string Describe(RsaPublicKey? key) =>
        key == null ? "fingerprint unknown" : $"{key.KeySize} bits, {key.Fingerprint}";

    private static string Lock(StoredKey entry) => entry.Problem?.Error switch
    {
        OtcError.KeyPassphraseRequired => ", passphrase required",
        OtcError.KeyPassphraseWrong => ", passphrase incorrect",
        null => "",
        _ => ", cannot be read",
    };
}
