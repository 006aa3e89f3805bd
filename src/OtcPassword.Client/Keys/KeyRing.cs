using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys;

/// <summary>
/// The private keys at hand for one call. Every file is read once, when the ring is opened. Keys in files the user named
/// are opened at once, so that what is wrong with them is known before anything else happens; keys that merely lay in a
/// folder are opened when they are needed. Safe for several threads.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private readonly List<PrivateKeyFile> _files = [];
    private readonly List<StoredKey> _entries = [];
    private readonly SecureString? _passphrase;

    private KeyRing(SecureString? passphrase)
    {
        _passphrase = passphrase is { Length: > 0 } ? passphrase.Copy() : null;
    }

    /// <summary>The keys, in the order of their files.</summary>
    public IReadOnlyList<StoredKey> Entries => _entries;

    /// <summary>True if a passphrase was given and no key in any of the files needs one.</summary>
    public bool PassphraseUnused => _passphrase != null && !_entries.Any(entry => entry.IsEncrypted);

    /// <summary>Reads key files.</summary>
    /// <param name="sources">The files; one that is named twice is read once.</param>
    /// <param name="passphrase">For those that need one; null or empty if there is none. It is copied.</param>
    /// <returns>The ring, for the caller to dispose. It has no entries if no file had a key and none was named explicitly.</returns>
    /// <exception cref="OtcException">
    /// What is wrong with an explicitly named file: KeyFileNotFound, KeyFileUnreadable, KeyNotRsa,
    /// KeyPassphraseRequired, KeyPassphraseWrong.
    /// </exception>
    public static KeyRing Open(IEnumerable<KeyFileSource> sources, SecureString? passphrase)
    {
        var ring = new KeyRing(passphrase);
        try
        {
            foreach (IGrouping<string, KeyFileSource> source in sources.GroupBy(FullPath, PathComparer))
            {
                ring.Add(source.First().Path, source.Any(file => file.IsExplicit));
            }
        }
        catch
        {
            ring.Dispose();
            throw;
        }

        return ring;
    }

    /// <summary>Finds the key with a certain public half, and opens it.</summary>
    /// <param name="publicKey">The public half.</param>
    /// <param name="name">
    /// The key pair's name. Of several such keys, the one in a file of this name is taken; and of keys that have to be
    /// opened to see their public halves, it is opened first, because that takes time. May be null.
    /// </param>
    /// <returns>
    /// The key, or null if the ring has none such, or it cannot be opened: then its <see cref="StoredKey.Problem"/>
    /// says why.
    /// </returns>
    public StoredKey? Find(RsaPublicKey publicKey, string? name = null)
    {
        StoredKey? known = Preferring(name).FirstOrDefault(
            entry => publicKey.Equals(entry.PublicKey) && entry.OpenOnce(_passphrase) != null);

        // Of the others only the passphrase can tell.
        return known ?? Preferring(name).FirstOrDefault(
            entry => entry.PublicKey == null && entry.OpenOnce(_passphrase) != null && publicKey.Equals(entry.PublicKey));
    }

    /// <summary>The keys whose blocks have a certain length, opened one by one; each public half once.</summary>
    /// <param name="blockSize">Length in bytes: 256 for a key of 2048 bits.</param>
    /// <param name="name">The key pair's name: keys in a file of this name come first. May be null.</param>
    public IEnumerable<StoredKey> OfSize(int blockSize, string? name = null)
    {
        var seen = new HashSet<RsaPublicKey>();
        foreach (StoredKey entry in Preferring(name))
        {
            bool canFit = entry.PublicKey == null || entry.PublicKey.BlockSize == blockSize;
            if (canFit && entry.OpenOnce(_passphrase) is { } key && key.PublicKey.BlockSize == blockSize &&
                seen.Add(key.PublicKey))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Clears all keys and the copy of the passphrase.</summary>
    public void Dispose()
    {
        foreach (PrivateKeyFile file in _files)
        {
            file.Dispose();
        }

        _passphrase?.Dispose();
    }

    internal RsaPrivateKey? KeyOf(StoredKey entry) => entry.OpenOnce(_passphrase);

    private IEnumerable<StoredKey> Preferring(string? name) => name == null
        ? _entries
        : _entries.Where(entry => entry.IsNamed(name)).Concat(_entries.Where(entry => !entry.IsNamed(name)));

    private void Add(string path, bool isExplicit)
    {
        PrivateKeyFile file;
        try
        {
            file = PrivateKeyFile.Read(path);
        }
        catch (OtcException) when (!isExplicit)
        {
            return;
        }

        _files.Add(file);
        foreach (StoredKey entry in file.Entries)
        {
            _entries.Add(entry);
            if (isExplicit && entry.OpenOnce(_passphrase) == null)
            {
                throw entry.Problem!;
            }
        }
    }

    private static StringComparer PathComparer =>
        Environment.OSVersion.Platform == PlatformID.Win32NT ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static string FullPath(KeyFileSource source)
    {
        try
        {
            return System.IO.Path.GetFullPath(source.Path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or System.IO.IOException)
        {
            // Reading it will say what is wrong with it.
            return source.Path;
        }
    }
}
