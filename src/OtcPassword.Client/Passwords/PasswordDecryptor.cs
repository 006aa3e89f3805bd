using System;
using System.Collections.Concurrent;
using System.Linq;
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
    private readonly KeyRing _ring;
    private readonly Func<RsaPrivateKey, byte[], byte[]?> _decrypt;
    private readonly Action<string>? _trace;
    private readonly ConcurrentDictionary<(string? KeyPair, StoredKey Key), bool> _traced = new();

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
    /// The key pair of the server, or null if it is unknown. If its public key is known, only the matching private key is used;
    /// otherwise, all keys of the same size are tried.
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
        SecureString password = key?.PublicKey != null
            ? DecryptWithRegistered(block, key.Name, key.PublicKey, serverDescription, out usedKey)
            : DecryptWithAny(block, key?.Name, serverDescription, out usedKey);
        TraceOnce(key, usedKey);
        return password;
    }

    private void TraceOnce(RegisteredKey? key, StoredKey usedKey)
    {
        if (_trace != null && _traced.TryAdd((key?.Name, usedKey), true))
        {
            string why = key?.PublicKey != null ? "its public key matches the registered key"
                : key != null && usedKey.IsNamed(key.Name) ? "its file name matches and it decrypts the password"
                : "it decrypts the password";
            string what = key == null ? "a password with an unknown key pair" : $"key pair '{key.Name}'";
            _trace($"Using key file '{usedKey.Path}' ({usedKey.PublicKey}) for {what} because {why}.");
        }
    }

    private SecureString DecryptWithRegistered(
        byte[] block, string keyPair, RsaPublicKey registered, string server, out StoredKey usedKey)
    {
        if (block.Length != registered.BlockSize)
        {
            throw IsUsualSize(block.Length)
                ? KeyMismatch.OtherSize(block.Length, keyPair, registered, server)
                : EncryptedPasswordDecoder.WrongLength(block.Length, server);
        }

        usedKey = _ring.Find(registered, keyPair) ?? throw KeyMismatch.NoKeyFor(_ring, keyPair, registered, server);
        return TryDecrypt(block, usedKey) ?? throw KeyMismatch.OtherKeyPair(usedKey, keyPair, server);
    }

    private SecureString DecryptWithAny(byte[] block, string? keyPair, string server, out StoredKey usedKey)
    {
        foreach (StoredKey entry in _ring.OfSize(block.Length, keyPair))
        {
            if (TryDecrypt(block, entry) is { } password)
            {
                usedKey = entry;
                return password;
            }
        }

        bool isSizeOfAKey = IsUsualSize(block.Length) ||
            _ring.Entries.Any(entry => entry.PublicKey?.BlockSize == block.Length);
        throw isSizeOfAKey
            ? KeyMismatch.NothingDecrypts(_ring, keyPair, block.Length, server)
            : EncryptedPasswordDecoder.WrongLength(block.Length, server);
    }

    private SecureString? TryDecrypt(byte[] block, StoredKey entry)
    {
        RsaPrivateKey key = _ring.KeyOf(entry)!;
        byte[]? message = _decrypt(key, block);
        if (message == null)
        {
            return null;
        }

        try
        {
            SecureString? password = PlainPassword.TryRead(message);
            if (password != null && message.Length < PlainPassword.SelfEvidentLength && !key.Confirms(block, message))
            {
                password.Dispose();
                return null;
            }

            return password;
        }
        finally
        {
            SensitiveData.Clear(message);
        }
    }

    // Key sizes are multiples of 512 bits. A ciphertext of another length is truncated.
    private static bool IsUsualSize(int blockSize) => blockSize % 64 == 0;
}
