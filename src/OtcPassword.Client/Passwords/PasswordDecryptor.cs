using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Decrypts server passwords with the keys on a ring, and never returns an incorrect password. Thread-safe.
/// </summary>
public sealed class PasswordDecryptor
{
    /// <summary>The maximum number of keys that are tried again to explain a failure. The check is slow.</summary>
    private const int MaxExplained = 8;

    private readonly KeyRing _ring;
    private readonly Func<RsaPrivateKey, byte[], byte[]?> _decrypt;
    private readonly Action<string>? _trace;
    private readonly HashSet<Tuple<string?, StoredKey?>> _traced = [];

    /// <summary>Creates a decryptor.</summary>
    /// <param name="ring">The keys, which the caller disposes.</param>
    /// <param name="trace">Receives one line per key pair with the key file that is used; can be null.</param>
    public PasswordDecryptor(KeyRing ring, Action<string>? trace = null)
        : this(ring, (key, block) => key.Decrypt(block))
    {
        _trace = trace;
    }

    /// <summary>For tests: replaces the decryption of the platform, for example with one that rejects implicitly.</summary>
    internal PasswordDecryptor(KeyRing ring, Func<RsaPrivateKey, byte[], byte[]?> decrypt)
    {
        _ring = ring;
        _decrypt = decrypt;
    }

    /// <summary>Decrypts a password.</summary>
    /// <param name="encryptedPassword">The encrypted password in base64; white space is ignored.</param>
    /// <param name="key">
    /// The server's key pair, or null if that is not known. If its public key is known, the private key of that public key
    /// is used first. Otherwise, and if it does not decrypt, the other keys of the right size are tried: the server can
    /// have another user's key pair of the same name.
    /// </param>
    /// <param name="serverDescription">The server in messages: "server web01 (ID)".</param>
    /// <returns>The password, read-only.</returns>
    /// <exception cref="OtcException">
    /// EncryptedPasswordInvalid; KeyMismatch; KeyPassphraseRequired or KeyPassphraseWrong if the matching key was not opened.
    /// </exception>
    public SecureString Decrypt(string encryptedPassword, RegisteredKey? key, string serverDescription) =>
        Decrypt(encryptedPassword, key, serverDescription, out _);

    /// <summary>Decrypts a password, and returns the key that decrypted it.</summary>
    /// <param name="encryptedPassword">The encrypted password in base64; white space is ignored.</param>
    /// <param name="key">The key pair of the server, or null if it is unknown.</param>
    /// <param name="serverDescription">The server in messages: "server web01 (ID)".</param>
    /// <param name="usedKey">The key on the ring that decrypted the password.</param>
    /// <returns>The password, read-only.</returns>
    /// <exception cref="OtcException">
    /// EncryptedPasswordInvalid; KeyMismatch; KeyPassphraseRequired or KeyPassphraseWrong if the matching key was not opened.
    /// </exception>
    public SecureString Decrypt(
        string encryptedPassword, RegisteredKey? key, string serverDescription, out StoredKey usedKey)
    {
        byte[] block = EncryptedPasswordDecoder.Decode(
            encryptedPassword ?? throw new ArgumentNullException(nameof(encryptedPassword)), serverDescription);
        foreach (StoredKey candidate in Candidates(block.Length, key))
        {
            if (TryDecrypt(block, candidate, key, serverDescription) is { } password)
            {
                usedKey = candidate;
                Tell(key, candidate);
                return password;
            }
        }

        throw Explain(block, key, serverDescription);
    }

    private IEnumerable<StoredKey> Candidates(int blockSize, RegisteredKey? key)
    {
        StoredKey? registered = FindRegistered(blockSize, key);
        if (registered != null)
        {
            yield return registered;
        }

        foreach (StoredKey other in _ring.OfSize(blockSize, key?.Name))
        {
            if (registered == null || !Equals(other.PublicKey, registered.PublicKey))
            {
                yield return other;
            }
        }
    }

    private StoredKey? FindRegistered(int blockSize, RegisteredKey? key) =>
        key?.PublicKey?.BlockSize == blockSize ? _ring.Find(key.PublicKey, key.Name) : null;

    private void Tell(RegisteredKey? key, StoredKey usedKey)
    {
        if (_trace != null && IsFirst(key?.Name, usedKey))
        {
            string why = key?.PublicKey == null
                ? (key != null && usedKey.IsNamed(key.Name) ? "its file name matches and " : "") + "it decrypts the password"
                : key.PublicKey.Equals(usedKey.PublicKey) ? "its public key matches the registered key"
                : "it decrypts the password, although its public key does not match the registered key";
            string what = key == null ? "a password with an unknown key pair" : $"key pair '{key.Name}'";
            _trace($"Using {usedKey.Source} ({usedKey.PublicKey}) for {what} because {why}.");
        }
    }

    private bool IsFirst(string? keyPair, StoredKey? usedKey)
    {
        lock (_traced)
        {
            return _traced.Add(Tuple.Create(keyPair, usedKey));
        }
    }

    private SecureString? TryDecrypt(byte[] block, StoredKey entry, RegisteredKey? registered, string server)
    {
        RsaPrivateKey key = _ring.KeyOf(entry)!;
        byte[]? message = _decrypt(key, block);
        if (message == null)
        {
            return null;
        }

        try
        {
            int length = PlainPassword.LengthWithoutLineEndings(message);
            SecureString? password = PlainPassword.TryRead(message, length);
            bool isDoubtful = length < PlainPassword.SelfEvidentLength ||
                (registered?.PublicKey != null && !registered.PublicKey.Equals(entry.PublicKey));
            if (password != null && isDoubtful && !key.Confirms(block, message))
            {
                password.Dispose();
                return null;
            }

            if (password != null && length < message.Length)
            {
                _trace?.Invoke($"Removed the line endings at the end of the password of {server}.");
            }

            return password;
        }
        finally
        {
            SensitiveData.Clear(message);
        }
    }

    private OtcException Explain(byte[] block, RegisteredKey? key, string server)
    {
        foreach (StoredKey candidate in Candidates(block.Length, key).Take(MaxExplained))
        {
            byte[]? message = _ring.KeyOf(candidate)!.DecryptExactly(block);
            if (message != null)
            {
                string reason = PlainPassword.Explain(message);
                SensitiveData.Clear(message);
                return EncryptedPasswordDecoder.NotAPassword(candidate.Source, reason, server);
            }
        }

        bool isSizeOfAKey = IsUsualSize(block.Length) ||
            _ring.Entries.Any(entry => entry.PublicKey?.BlockSize == block.Length);
        if (!isSizeOfAKey)
        {
            return EncryptedPasswordDecoder.WrongLength(block.Length, server);
        }

        if (_trace is not null && IsFirst(null, null))
        {
            string skipped = _ring.Skipped.Count == 0 ? string.Empty : $" Files skipped: {string.Join(", ", _ring.Skipped)}.";
            _trace(KeyMismatch.All(_ring) + skipped);
        }

        if (key?.PublicKey is not { } registered)
        {
            return KeyMismatch.NothingDecrypts(_ring, key?.Name, block.Length, server);
        }

        return block.Length != registered.BlockSize ? KeyMismatch.OtherSize(_ring, block.Length, key.Name, registered, server)
            : FindRegistered(block.Length, key) is { } entry ? KeyMismatch.OtherKeyPair(_ring, entry, key.Name, server)
            : KeyMismatch.NoKeyFor(_ring, key.Name, registered, server);
    }

    // Key lengths are multiples of 512 bits in practice. A block of any other length lost bytes.
    private static bool IsUsualSize(int blockSize) => blockSize % 64 == 0;
}
