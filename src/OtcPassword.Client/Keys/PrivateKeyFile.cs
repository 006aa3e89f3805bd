using System;
using System.Collections.Generic;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>
/// The RSA private keys in a file, read but not opened: PKCS#1 and PKCS#8 (PEM, DER), OpenSSH, and PuTTY, with or without a
/// passphrase. For any other content, the error describes the content.
/// </summary>
public sealed class PrivateKeyFile : IDisposable
{
    private PrivateKeyFile(string path, IReadOnlyList<StoredKey> entries)
    {
        Path = path;
        Entries = entries;
    }

    /// <summary>Gets the path, as it was specified.</summary>
    public string Path { get; }

    /// <summary>Gets the keys in the order of the file; at least one.</summary>
    public IReadOnlyList<StoredKey> Entries { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A path of the file system.</param>
    /// <returns>The file, for the caller to dispose.</returns>
    /// <exception cref="OtcException">
    /// KeyFileNotFound; KeyFileUnreadable (no access, a folder, damaged, an unsupported format); KeyNotRsa (another kind of
    /// key, a public key, a certificate).
    /// </exception>
    public static PrivateKeyFile Read(string path)
    {
        byte[] content = KeyFileContent.Read(path);
        try
        {
            return Parse(content, path);
        }
        finally
        {
            SensitiveData.Clear(content);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">The content; it is not stored.</param>
    /// <param name="path">The path, for messages.</param>
    /// <returns>The file, for the caller to dispose.</returns>
    /// <exception cref="OtcException">As for <see cref="Read"/>.</exception>
    public static PrivateKeyFile Parse(byte[] content, string path)
    {
        byte[] text = KeyText.Normalize(content ?? throw new ArgumentNullException(nameof(content)));
        try
        {
            var entries = new List<StoredKey>();
            foreach (EncodedKey encoded in KeyFileParser.Parse(content, text))
            {
                entries.Add(new StoredKey(path, encoded));
            }

            return new PrivateKeyFile(path, entries);
        }
        catch (KeyDataException e)
        {
            throw e.ForFile(path);
        }
        finally
        {
            SensitiveData.Clear(text);
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
