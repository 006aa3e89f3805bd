using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Decrypts server passwords with the keys on a ring, and never returns a wrong one. Safe for several threads.
/// </summary>
public sealed class PasswordDecryptor
{
    private readonly KeyRing _ring;
    private readonly Func<RsaPrivateKey, byte[], byte[]?> _decrypt;
    private readonly Action<string>? _trace;
    private readonly ConcurrentDictionary<(string? KeyPair, StoredKey Key), bool> _told = new();

    /// <summary>Creates a decryptor.</summary>
    /// <param name="ring">The keys; they stay the caller's to dispose.</param>
    /// <param name="trace">Gets a line for each key pair, once, that says which key file was taken; may be null.</param>
    public PasswordDecryptor(KeyRing ring, Action<string>? trace = null)
        : this(ring, (key, block) => key.Decrypt(block))
    {
        _trace = trace;
    }

    /// <summary>For tests: with another decryption in the platform's place, such as one with implicit rejection.</summary>
    internal PasswordDecryptor(KeyRing ring, Func<RsaPrivateKey, byte[], byte[]?> decrypt)
    {
        _ring = ring;
        _decrypt = decrypt;
    }

    /// <summary>Decrypts a password.</summary>
    /// <param name="encryptedPassword">Base64 of one RSA block; white space does not matter.</param>
    /// <param name="key">
    /// The server's key pair, or null if that is not known. If its public half is known, the key with that half is
    /// used and no other; if not, all keys of the right size are tried.
    /// </param>
    /// <param name="serverDescription">What to call the server in messages: "server web01 (id)".</param>
    /// <returns>The password, read-only.</returns>
    /// <exception cref="OtcException">
    /// EncryptedPasswordInvalid; KeyMismatch; KeyPassphraseRequired or KeyPassphraseWrong if the key is there but was not opened.
    /// </exception>
    public SecureString Decrypt(string encryptedPassword, RegisteredKey? key, string serverDescription) =>
        Decrypt(encryptedPassword, key, serverDescription, out _);

    /// <summary>Decrypts a password, and tells which key did it.</summary>
    /// <param name="encryptedPassword">Base64 of one RSA block; white space does not matter.</param>
    /// <param name="key">The server's key pair, or null if that is not known.</param>
    /// <param name="serverDescription">What to call the server in messages: "server web01 (id)".</param>
    /// <param name="usedKey">The key on the ring that decrypted the password.</param>
    /// <returns>The password, read-only.</returns>
    /// <exception cref="OtcException">
    /// EncryptedPasswordInvalid; KeyMismatch; KeyPassphraseRequired or KeyPassphraseWrong if the key is there but was not opened.
    /// </exception>
    public SecureString Decrypt(
        string encryptedPassword, RegisteredKey? key, string serverDescription, out StoredKey usedKey)
    {
        byte[] block = EncryptedPasswordDecoder.Decode(
            encryptedPassword ?? throw new ArgumentNullException(nameof(encryptedPassword)), serverDescription);
        SecureString password = key?.PublicKey != null
            ? DecryptWithRegistered(block, key.Name, key.PublicKey, serverDescription, out usedKey)
            : DecryptWithAny(block, key?.Name, serverDescription, out usedKey);
        Tell(key, usedKey);
        return password;
    }

    private void Tell(RegisteredKey? key, StoredKey usedKey)
    {
        if (_trace != null && _told.TryAdd((key?.Name, usedKey), true))
        {
            string why = key?.PublicKey != null ? "it has the public key that is registered"
                : key != null && usedKey.IsNamed(key.Name) ? "it is called so, and it decrypts"
                : "it decrypts";
            string what = key == null ? "a password whose key pair is not known" : $"key pair '{key.Name}'";
            _trace($"Took the key file '{usedKey.Path}' ({usedKey.PublicKey}) for {what}: {why}.");
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

    // Keys come in steps of 512 bits, wherever they come from. Any other length is a block that lost bytes.
    private static bool IsUsualSize(int blockSize) => blockSize % 64 == 0;
}
