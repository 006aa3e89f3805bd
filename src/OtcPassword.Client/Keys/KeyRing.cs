using System.Security;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>
/// The private keys of one command. Each file is read once, when the ring is opened. Keys in files that the user specified
/// are opened immediately, so that errors are reported before the first request. Other keys are opened when they are needed.
/// Thread-safe.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private const int MaxFilesNamed = 20;

    private readonly List<PrivateKeyFile> _files = [];
    private readonly List<StoredKey> _entries = [];
    private readonly List<string> _skipped = [];
    private readonly List<SecureString> _passphrases;

    private KeyRing(IEnumerable<SecureString> passphrases)
    {
        _passphrases = [.. passphrases.Where(passphrase => passphrase.Length > 0).Select(SecureText.Copy)];
    }

    /// <summary>Gets the keys, in the order of their files.</summary>
    public IReadOnlyList<StoredKey> Entries => _entries;

    /// <summary>
    /// Gets the files that can contain a private key and were skipped, each with the reason: "'x' (reason)". Public keys, and
    /// files that are not key files, are not among them.
    /// </summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>
    /// Gets whether a passphrase was specified but none of the keys requires one. false if a file was skipped, because its key
    /// can require it.
    /// </summary>
    public bool PassphraseUnused =>
        _passphrases.Count > 0 && _skipped.Count == 0 && !_entries.Any(entry => entry.IsEncrypted);

    /// <summary>Opens a ring with the keys of some files and texts.</summary>
    /// <param name="sources">The files and texts. A file that is specified twice is read once.</param>
    /// <param name="passphrase">The passphrase of the passphrase-protected keys; can be null or empty. It is copied.</param>
    /// <returns>The ring, for the caller to dispose. It can be empty if no file was specified explicitly.</returns>
    /// <exception cref="OtcException">
    /// KeyFileNotFound, KeyFileUnreadable, KeyNotRsa, KeyPassphraseRequired, KeyPassphraseWrong: a problem with a file that was
    /// specified explicitly.
    /// </exception>
    public static KeyRing Open(IEnumerable<KeyFileSource> sources, SecureString? passphrase) =>
        Open(sources, passphrase is null ? [] : [passphrase], trace: null, CancellationToken.None);

    /// <summary>Opens a ring with the keys of some files and texts.</summary>
    /// <param name="sources">The files and texts. A file that is specified twice is read once.</param>
    /// <param name="passphrases">The passphrases of the passphrase-protected keys, which are tried in turn. They are copied.</param>
    /// <param name="trace">Receives a line for each key that takes long to open; can be null.</param>
    /// <param name="cancellation">Cancels opening the keys.</param>
    /// <returns>The ring, for the caller to dispose. It can be empty if no file was specified explicitly.</returns>
    /// <exception cref="OtcException">As for the other overload.</exception>
    public static KeyRing Open(
        IEnumerable<KeyFileSource> sources, IEnumerable<SecureString> passphrases, Action<string>? trace, CancellationToken cancellation)
    {
        var ring = new KeyRing(passphrases);
        try
        {
            KeyFileSource[] all = [.. sources];
            foreach (KeyFileSource text in all.Where(source => source.Text != null))
            {
                ring.Add(text, isExplicit: true, trace, cancellation);
            }

            foreach (IGrouping<string, KeyFileSource> source in all.Where(source => source.Text == null).GroupBy(FullPath, PathComparer))
            {
                KeyFileSource file = source.Aggregate((one, next) => Rank(next) > Rank(one) ? next : one);
                ring.Add(file, file.IsExplicit, trace, cancellation);
            }
        }
        catch
        {
            ring.Dispose();
            throw;
        }

        return ring;
    }

    /// <summary>Finds the private key of a public key, and opens it.</summary>
    /// <param name="publicKey">The public key.</param>
    /// <param name="name">
    /// The name of the key pair; can be null. A file with this name is preferred if several files contain the key, and is
    /// opened first if the public keys cannot be read without the passphrase, because opening a key takes time.
    /// </param>
    /// <returns>
    /// The key, or null if it is not in the ring or cannot be opened. In the latter case, its
    /// <see cref="StoredKey.Problem"/> contains the reason.
    /// </returns>
    public StoredKey? Find(RsaPublicKey publicKey, string? name = null)
    {
        StoredKey? known = Preferring(name).FirstOrDefault(
            entry => publicKey.Equals(entry.PublicKey) && entry.OpenOnce(_passphrases) != null);

        // The public keys of the other keys are known only after they are opened.
        return known ?? Preferring(name).FirstOrDefault(
            entry => entry.PublicKey == null && entry.OpenOnce(_passphrases) != null && publicKey.Equals(entry.PublicKey));
    }

    /// <summary>Returns the keys of one size, each opened when it is returned, and each public key once.</summary>
    /// <param name="blockSize">The length of the ciphertext in bytes: 256 for a 2048-bit key.</param>
    /// <param name="name">The name of the key pair; can be null. Keys in a file with this name come first.</param>
    public IEnumerable<StoredKey> OfSize(int blockSize, string? name = null)
    {
        var seen = new HashSet<RsaPublicKey>();
        foreach (StoredKey entry in Preferring(name))
        {
            bool canFit = entry.PublicKey == null || entry.PublicKey.BlockSize == blockSize;
            if (canFit && entry.OpenOnce(_passphrases) is { } key && key.PublicKey.BlockSize == blockSize &&
                seen.Add(key.PublicKey))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Returns a list for messages, which is truncated if it is long.</summary>
    /// <param name="files">The files as they appear in messages.</param>
    public static string Describe(IReadOnlyCollection<string> files) =>
        string.Join(", ", (files ?? throw new ArgumentNullException(nameof(files))).Take(MaxFilesNamed)) +
        (files.Count > MaxFilesNamed ? $" and {files.Count - MaxFilesNamed} more" : string.Empty);

    /// <summary>Clears all keys and the copy of the passphrase.</summary>
    public void Dispose()
    {
        foreach (PrivateKeyFile file in _files)
        {
            file.Dispose();
        }

        _passphrases.ForEach(passphrase => passphrase.Dispose());
    }

    private static int Rank(KeyFileSource file) => (file.IsExplicit ? 2 : 0) + (file.IsNamed ? 1 : 0);

    internal RsaPrivateKey? KeyOf(StoredKey entry) => entry.OpenOnce(_passphrases);

    private IEnumerable<StoredKey> Preferring(string? name) => name == null
        ? _entries
        : _entries.Where(entry => entry.IsNamed(name)).Concat(_entries.Where(entry => !entry.IsNamed(name)));

    private void Add(KeyFileSource source, bool isExplicit, Action<string>? trace, CancellationToken cancellation)
    {
        PrivateKeyFile file;
        try
        {
            file = PrivateKeyFile.Load(source);
        }
        catch (KeyDataException e) when (!isExplicit)
        {
            if (e.IsPrivateKey)
            {
                _skipped.Add($"{source.ShortName} ({e.Message})");
            }

            return;
        }
        catch (KeyDataException e)
        {
            throw source.Report(e);
        }
        catch (OtcException e) when (!isExplicit && e.Error == OtcError.KeyFileNotFound)
        {
            // The file was deleted after the folder was listed.
            return;
        }

        _files.Add(file);
        _entries.AddRange(file.Entries);
        _skipped.AddRange(file.Findings.Select(finding => $"{source.ShortName} ({finding})"));
        if (isExplicit)
        {
            OpenAll(file, trace, cancellation);
        }
    }

    // A file can also contain keys of others: only if no key can be opened is that an error.
    private void OpenAll(PrivateKeyFile file, Action<string>? trace, CancellationToken cancellation)
    {
        bool isAnyOpen = false;
        foreach (StoredKey entry in file.Entries)
        {
            if (entry.Cost is not null && _passphrases.Count > 0)
            {
                trace?.Invoke($"Opening the {entry.Source}, which takes longer than usual because it requires {entry.Cost}.");
            }

            isAnyOpen |= entry.OpenOnce(_passphrases, cancellation) != null;
        }

        if (!isAnyOpen)
        {
            throw file.Entries[0].Problem!;
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
            // Reading the file reports the error.
            return source.Path;
        }
    }
}
