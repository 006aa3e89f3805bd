using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>
/// The RSA private keys in a file or text, read but not opened: PKCS#1 and PKCS#8 (PEM, DER), OpenSSH, and PuTTY, with or
/// without a passphrase. For any other content, the error describes the content.
/// </summary>
public sealed class PrivateKeyFile : IDisposable
{
    private PrivateKeyFile(KeyFileSource source, IReadOnlyList<StoredKey> entries, List<KeyDataException> problems)
    {
        Path = source.Path;
        Entries = entries;
        Findings = [.. problems.Select(problem => problem.Message)];
        Problems = [.. problems.Select(source.Report)];
    }

    /// <summary>Gets the path, as it was specified.</summary>
    public string Path { get; }

    /// <summary>Gets the keys in the order of the file; at least one.</summary>
    public IReadOnlyList<StoredKey> Entries { get; }

    /// <summary>Gets the problems with other private keys in the file, which cannot be read.</summary>
    public IReadOnlyList<OtcException> Problems { get; }

    /// <summary>Gets the problems as the ends of sentences.</summary>
    internal IReadOnlyList<string> Findings { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A path of the file system.</param>
    /// <returns>The file, for the caller to dispose.</returns>
    /// <exception cref="OtcException">
    /// KeyFileNotFound; KeyFileUnreadable (no access, a folder, damaged, an unsupported format); KeyNotRsa (another kind of
    /// key, a public key, a certificate).
    /// </exception>
    public static PrivateKeyFile Read(string path) => Reported(
        new KeyFileSource(path ?? throw new ArgumentNullException(nameof(path)), isExplicit: true), Load);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">The content; it is not stored.</param>
    /// <param name="path">The path, for messages.</param>
    /// <returns>The file, for the caller to dispose.</returns>
    /// <exception cref="OtcException">As for <see cref="Read(string)"/>.</exception>
    public static PrivateKeyFile Parse(byte[] content, string path)
    {
        _ = content ?? throw new ArgumentNullException(nameof(content));
        return Reported(new KeyFileSource(path, isExplicit: true), source => Parse(content, source));
    }

    /// <summary>Reads a file or a text. A file that is only searched has lower limits than one that the user specified.</summary>
    /// <param name="source">The file or text.</param>
    /// <returns>The file, for the caller to dispose.</returns>
    /// <exception cref="OtcException">As for the other overload.</exception>
    public static PrivateKeyFile Read(KeyFileSource source) =>
        Reported(source ?? throw new ArgumentNullException(nameof(source)), Load);

    /// <summary>Reads a file or a text.</summary>
    /// <exception cref="OtcException">KeyFileNotFound.</exception>
    /// <exception cref="KeyDataException">The problem with the content, for <see cref="KeyFileSource.Report"/>.</exception>
    internal static PrivateKeyFile Load(KeyFileSource source)
    {
        byte[] content = source.Text is null
            ? KeyFileContent.Read(source.Path)
            : SecureText.UseBytes(source.Text, text => (byte[])text.Clone());
        try
        {
            return Parse(content, source);
        }
        finally
        {
            SensitiveData.Clear(content);
        }
    }

    internal static PrivateKeyFile Parse(byte[] content, KeyFileSource source)
    {
        List<KeyDataException> problems = [];
        KeyLimits limits = source.IsExplicit || source.IsNamed ? KeyLimits.Specified : KeyLimits.Searched;
        List<EncodedKey> keys = KeyFileParser.Parse(content, limits, problems);
        return new PrivateKeyFile(source, [.. keys.Select(key => new StoredKey(source, key))], problems);
    }

    private static PrivateKeyFile Reported(KeyFileSource source, Func<KeyFileSource, PrivateKeyFile> read)
    {
        try
        {
            return read(source);
        }
        catch (KeyDataException e)
        {
            throw source.Report(e);
        }
    }

    /// <summary>Clears the content. Keys that were opened stay open.</summary>
    public void Dispose()
    {
        foreach (StoredKey entry in Entries)
        {
            entry.Dispose();
        }
    }
}
