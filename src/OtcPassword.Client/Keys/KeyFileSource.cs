using System.Security;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys;

/// <summary>A file, or a text that was specified instead of one, to read private keys from.</summary>
public sealed class KeyFileSource
{
    /// <summary>Creates a source that is a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="isExplicit">
    /// true if the user specified this file: each problem with it is an error. false if it is in a folder or matches a
    /// wildcard: the file is skipped if it is not an RSA private key, and a key that cannot be opened is reported only if no
    /// other key matches.
    /// </param>
    public KeyFileSource(string path, bool isExplicit)
    {
        Path = path;
        IsExplicit = isExplicit;
    }

    /// <summary>Creates a source that is the text of one or more private keys. Each problem with it is an error.</summary>
    /// <param name="text">The text, which the caller disposes. It is read when the <see cref="KeyRing"/> is opened.</param>
    /// <param name="name">The parameter or variable that the text was specified with, for messages.</param>
    public KeyFileSource(SecureString text, string name)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        Path = name;
        IsExplicit = true;
    }

    /// <summary>Gets the path of the file, or the name of the parameter or variable that has the text.</summary>
    public string Path { get; }

    /// <summary>Gets whether the user specified this file.</summary>
    public bool IsExplicit { get; }

    /// <summary>
    /// Gets whether the user named this file, although a problem with it is not an error. Its key derivation may take as long as that
    /// of a file that was specified.
    /// </summary>
    public bool IsNamed { get; init; }

    /// <summary>Gets the text, or null for a file.</summary>
    internal SecureString? Text { get; }

    /// <summary>Returns the source as messages name it in a list.</summary>
    internal string ShortName => Text is null ? $"'{Path}'" : Path;

    /// <summary>Returns the source as messages name it.</summary>
    public override string ToString() => Text is null ? $"key file {ShortName}" : $"private key text in {Path}";

    /// <summary>Returns the exception that users see for a problem with the content.</summary>
    internal OtcException Report(KeyDataException problem) => Text is null
        ? problem.For(ToString(), "\"" + Path + "\"")
        : problem.ForText(ToString());
}
