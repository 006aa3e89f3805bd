using System;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>
/// What a reader of one key format has to say against its data. It knows no file; <see cref="PrivateKeyFile"/> turns it into
/// an <see cref="OtcException"/> that names the file.
/// </summary>
internal sealed class KeyDataException : Exception
{
    /// <param name="error">One of the Key… words.</param>
    /// <param name="finding">The end of a sentence that begins with "The key file 'x' ", without its full stop.</param>
    /// <param name="action">What to do; "{file}" stands for the quoted path. Null: a usual one for the word.</param>
    public KeyDataException(OtcError error, string finding, string? action = null)
        : base(finding)
    {
        Error = error;
        Action = action;
    }

    public OtcError Error { get; }

    public string? Action { get; }

    /// <summary>The data is not what its format asks for.</summary>
    /// <param name="finding">See the constructor.</param>
    public static KeyDataException Damaged(string finding) =>
        new(OtcError.KeyFileUnreadable, finding,
            "Get an undamaged copy of the key file, or the one it was converted from.");

    /// <summary>The platform does not offer an algorithm that the data needs.</summary>
    public static KeyDataException Refused(string algorithm, Exception cause) => new(
        OtcError.KeyFileUnreadable,
        $"needs {algorithm}, which the cryptography of this computer refuses: {cause.Message.TrimEnd('.')}",
        "Decrypt on another computer, or convert the key file there: openssl pkcs8 -topk8 -in {file} -v2 aes-256-cbc -out key.pem");

    /// <summary>The data cannot be made sense of after it was decrypted.</summary>
    public static KeyDataException PassphraseWrong() =>
        new(OtcError.KeyPassphraseWrong, "is protected by a passphrase, and the one that was given does not open it");

    /// <summary>The data asks for a passphrase and there is none.</summary>
    public static KeyDataException PassphraseRequired() =>
        new(OtcError.KeyPassphraseRequired, "is protected by a passphrase, and none was given");

    /// <summary>The exception users see.</summary>
    public OtcException ForFile(string path)
    {
        string? action = Action ?? Error switch
        {
            OtcError.KeyPassphraseRequired => "Give the passphrase of {file} with -KeyPassphrase.",
            OtcError.KeyPassphraseWrong =>
                "Give the passphrase that {file} was saved with (-KeyPassphrase); upper and lower case matter.",
            _ => null,
        };
        return new OtcException(
            Error, $"The key file '{path}' {Message}.", action?.Replace("{file}", "\"" + path + "\""));
    }
}
