using System;
using System.Security;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys;

/// <summary>Where private keys are read from: a file, or a text that was specified in place of one.</summary>
public sealed class KeyFileSource
{
    /// <summary>Creates a source that is a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isExplicit">
    /// True if the user named this very file: whatever is wrong with it is then an error. False if it merely lies in a
    /// folder or matches a wildcard: it is then passed over in silence when it is no RSA private key, and a key that cannot
    /// be opened only matters when no other key fits.
    /// </param>
    public KeyFileSource(string path, bool isExplicit)
    {
        Path = path;
        IsExplicit = isExplicit;
    }

    /// <summary>Creates a source that is the text of one or more private keys. Whatever is wrong with it is an error.</summary>
    /// <param name="text">The text. It stays the caller's to dispose, and is read when the <see cref="KeyRing"/> is opened.</param>
    /// <param name="name">The parameter or variable that the text was specified with, for messages.</param>
    public KeyFileSource(SecureString text, string name)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        Path = name;
        IsExplicit = true;
    }

    /// <summary>Gets the path of the file, or the name of the parameter or variable that has the text.</summary>
    public string Path { get; }

    /// <summary>True if the user named this very file.</summary>
    public bool IsExplicit { get; }

    /// <summary>Gets the text, or null for a file.</summary>
    internal SecureString? Text { get; }

    /// <summary>Returns the source as messages name it in a list.</summary>
    internal string ShortName => Text is null ? $"'{Path}'" : Path;

    /// <summary>Returns the source as messages name it.</summary>
    public override string ToString() => Text is null ? $"key file {ShortName}" : $"private key text in {Path}";

    /// <summary>Returns the exception that users see for what a reader found.</summary>
    internal OtcException Report(KeyDataException problem) => Text is null
        ? problem.For(ToString(), "\"" + Path + "\"")
        : problem.ForText(ToString());
}
