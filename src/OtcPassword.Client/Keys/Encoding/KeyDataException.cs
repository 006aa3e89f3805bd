using System;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>
/// What a reader of one key format has to say against its data. It knows no file; <see cref="KeyFileSource"/> turns it into
/// an <see cref="OtcException"/> that names the file.
/// </summary>
internal sealed class KeyDataException : Exception
{
    /// <param name="error">One of the Key… words.</param>
    /// <param name="finding">The end of a sentence that begins with "The key file 'x' ", without its full stop.</param>
    /// <param name="action">What to do; "{file}" stands for the quoted path. Null: a usual one for the word.</param>
    /// <param name="cause">The cause, or null.</param>
    public KeyDataException(OtcError error, string finding, string? action = null, Exception? cause = null)
        : base(finding, cause)
    {
        Error = error;
        Action = action;
    }

    public OtcError Error { get; }

    public string? Action { get; }

    /// <summary>Gets whether the data is, or may be, a private key. A folder also has public keys and files of other kinds.</summary>
    public bool IsPrivateKey { get; init; } = true;

    /// <summary>The data is not what its format asks for.</summary>
    /// <param name="finding">See the constructor.</param>
    public static KeyDataException Damaged(string finding) =>
        new(OtcError.KeyFileUnreadable, finding,
            "Restore the key file from a backup, or convert it again from the original file.");

    /// <summary>Creates the exception for an algorithm that the platform does not allow.</summary>
    public static KeyDataException Refused(string algorithm, Exception cause) => new(
        OtcError.KeyFileUnreadable,
        $"requires {algorithm}, which is not available on this computer: {cause.Message.TrimEnd('.')}",
        "Decrypt on another computer, or convert the key file there: openssl pkcs8 -topk8 -in {file} -v2 aes-256-cbc -out key.pem",
        cause);

    /// <summary>Creates the exception for data that is not valid after decryption.</summary>
    public static KeyDataException PassphraseWrong() =>
        new(OtcError.KeyPassphraseWrong, "is protected by a passphrase, and the specified passphrase is incorrect");

    /// <summary>Creates the exception for a missing passphrase.</summary>
    public static KeyDataException PassphraseRequired() =>
        new(OtcError.KeyPassphraseRequired, "is protected by a passphrase, and no passphrase was specified");

    /// <summary>Returns the exception that users see for a private key that was specified as text.</summary>
    /// <param name="source">The text, as messages name it.</param>
    public OtcException ForText(string source) => IsPrivateKey
        ? For(source, "key.pem")
        : new OtcException(
            Error,
            $"The {source} {Message}.",
            "Specify the text of an RSA private key. To specify the path of a key file, use -KeyFile or OTC_KEY_PATH.",
            InnerException);

    /// <summary>Returns the exception that users see.</summary>
    /// <param name="source">Where the data is from: "key file 'x'".</param>
    /// <param name="file">The file, as commands take it.</param>
    public OtcException For(string source, string file)
    {
        string? action = Action ?? Error switch
        {
            OtcError.KeyPassphraseRequired => "Specify the passphrase of {file} with -KeyPassphrase.",
            OtcError.KeyPassphraseWrong =>
                "Specify the passphrase of {file} with -KeyPassphrase. Passphrases are case-sensitive.",
            _ => null,
        };
        return new OtcException(Error, $"The {source} {Message}.", action?.Replace("{file}", file), InnerException);
    }
}
