using System;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>
/// Thrown by the readers of key formats, which do not know the path. <see cref="PrivateKeyFile"/> and <see cref="StoredKey"/>
/// convert it to an <see cref="OtcException"/> that names the file.
/// </summary>
internal sealed class KeyDataException : Exception
{
    /// <param name="error">One of the error IDs that start with Key.</param>
    /// <param name="finding">The end of a sentence that starts with "The key file 'x' ", without its period.</param>
    /// <param name="action">The recommended action, in which "{file}" stands for the quoted path; null for the default action of the error ID.</param>
    public KeyDataException(OtcError error, string finding, string? action = null)
        : base(finding)
    {
        Error = error;
        Action = action;
    }

    public OtcError Error { get; }

    public string? Action { get; }

    /// <summary>Creates the exception for data that violates its format.</summary>
    /// <param name="finding">See the constructor.</param>
    public static KeyDataException Damaged(string finding) =>
        new(OtcError.KeyFileUnreadable, finding,
            "Restore the key file from a backup, or convert it again from the original file.");

    /// <summary>Creates the exception for an algorithm that the platform does not allow.</summary>
    public static KeyDataException Refused(string algorithm, Exception cause) => new(
        OtcError.KeyFileUnreadable,
        $"requires {algorithm}, which is not available on this computer: {cause.Message.TrimEnd('.')}",
        "Decrypt on another computer, or convert the key file there: openssl pkcs8 -topk8 -in {file} -v2 aes-256-cbc -out key.pem");

    /// <summary>Creates the exception for data that is not valid after decryption.</summary>
    public static KeyDataException PassphraseWrong() =>
        new(OtcError.KeyPassphraseWrong, "is protected by a passphrase, and the specified passphrase is incorrect");

    /// <summary>Creates the exception for a missing passphrase.</summary>
    public static KeyDataException PassphraseRequired() =>
        new(OtcError.KeyPassphraseRequired, "is protected by a passphrase, and no passphrase was specified");

    /// <summary>Converts the exception to the one that users see.</summary>
    public OtcException ForFile(string path)
    {
        string? action = Action ?? Error switch
        {
            OtcError.KeyPassphraseRequired => "Specify the passphrase of {file} with -KeyPassphrase.",
            OtcError.KeyPassphraseWrong =>
                "Specify the passphrase of {file} with -KeyPassphrase. Passphrases are case-sensitive.",
            _ => null,
        };
        return new OtcException(
            Error, $"The key file '{path}' {Message}.", action?.Replace("{file}", "\"" + path + "\""));
    }
}
