namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// Thrown by the readers of key formats, which do not know the path. <see cref="KeyFileSource"/> converts it to an
/// <see cref="OtcException"/> that names the file.
/// </summary>
/// <param name="error">One of the error IDs that start with Key.</param>
/// <param name="finding">The end of a sentence that starts with "The key file 'x' ", without its period.</param>
/// <param name="action">The recommended action, in which "{file}" stands for the quoted path; null for that of the error ID.</param>
/// <param name="cause">The cause, or null.</param>
internal sealed class KeyDataException(OtcError error, string finding, string? action = null, Exception? cause = null)
    : Exception(finding, cause)
{
    private const string UseRsa =
        "Server passwords require an RSA key. Specify the private key file of the key pair that the server was created with.";

    private const string UsePrivate =
        "Specify the matching private key file: the one downloaded from the console when the key pair was created, or the file " +
        "with the same name but without the .pub extension.";

    /// <summary>Converts a key in any format of openssl.</summary>
    public const string ToPkcs8 = "Convert the file with OpenSSL 3, which Git for Windows contains: " +
        "openssl pkcs8 -topk8 -provider legacy -provider default -in {file} -v2 aes-256-cbc -out key.pem";

    public OtcError Error { get; } = error;

    public string? Action { get; } = action;

    /// <summary>Gets whether the data is or can be a private key. A folder also contains public keys and other files.</summary>
    public bool IsPrivateKey { get; init; } = true;

    /// <summary>Gets whether the form of the text is wrong, so that the text can show why.</summary>
    public bool IsText { get; init; }

    /// <summary>Creates the exception for data that violates its format.</summary>
    public static KeyDataException Damaged(string finding, bool isText = false) => new(
        OtcError.KeyFileUnreadable, finding, "Copy the key from its source again, or convert it again from the original file.")
    {
        IsText = isText,
    };

    /// <summary>Creates the exception for data whose end is missing.</summary>
    public static KeyDataException Truncated(string finding, bool isText = false) => new(
        OtcError.KeyFileUnreadable, finding, "Copy the complete key from its source again, or restore the file from a backup.")
    {
        IsText = isText,
    };

    /// <summary>Creates the exception for an algorithm that the platform does not allow.</summary>
    public static KeyDataException Refused(string algorithm, Exception cause) => new(
        OtcError.KeyFileUnreadable,
        $"requires {algorithm}, which is not available on this computer: {ForeignText.Reason(cause)}",
        $"Decrypt on another computer, or convert the key file there. {ToPkcs8}",
        cause);

    /// <summary>Creates the exception for data that is not valid after decryption.</summary>
    public static KeyDataException PassphraseWrong() =>
        new(OtcError.KeyPassphraseWrong, "is protected by a passphrase, and the specified passphrase is incorrect");

    /// <summary>Creates the exception for a missing passphrase.</summary>
    public static KeyDataException PassphraseRequired() =>
        new(OtcError.KeyPassphraseRequired, "is protected by a passphrase, and no passphrase was specified");

    /// <summary>Creates the exception for a private key that is not an RSA key.</summary>
    public static KeyDataException NotRsa(string algorithm) => new(
        OtcError.KeyNotRsa,
        $"contains {(algorithm is "DSA" or "Diffie-Hellman" or "FIDO security" ? "a" : "an")} {algorithm} key, " +
        "which cannot decrypt server passwords",
        UseRsa);

    /// <summary>Creates the exception for a public key.</summary>
    public static KeyDataException PublicKey(string algorithm) =>
        new(OtcError.KeyNotRsa, $"contains only a public key ({algorithm})", UsePrivate) { IsPrivateKey = false };

    /// <summary>Creates the exception for a certificate.</summary>
    public static KeyDataException Certificate(string kind) =>
        new(OtcError.KeyNotRsa, $"contains {kind} but no private key", UsePrivate) { IsPrivateKey = false };

    /// <summary>Creates the exception for a key in a format that is not supported.</summary>
    public static KeyDataException Unsupported(string finding, string? action = null) =>
        new(OtcError.KeyFileUnreadable, finding, action ?? UseRsa);

    /// <summary>Creates the exception for content that is not a key.</summary>
    public static KeyDataException NotAKey(string finding) =>
        new(OtcError.KeyFileUnreadable, finding, UseRsa) { IsPrivateKey = false };

    /// <summary>Returns the exception that users see for a private key that was specified as text.</summary>
    /// <param name="source">The text, as messages name it.</param>
    public OtcException ForText(string source)
    {
        const string File = "key.pem";
        string? action = !IsPrivateKey && Action == UseRsa
            ? "Specify the text of an RSA private key. To specify the path of a key file, use -KeyFile or OTC_KEY_PATH."
            : ActionFor(File);

        // A command needs a file.
        bool isCommand = Action?.Contains("{file}") == true;
        return new OtcException(
            Error, $"The {source} {Message}.", isCommand ? $"Save the text as the file {File}. {action}" : action, InnerException);
    }

    /// <summary>Returns the exception that users see.</summary>
    /// <param name="source">Where the data is from: "key file 'x'".</param>
    /// <param name="file">The file, as commands take it.</param>
    public OtcException For(string source, string file) => new(Error, $"The {source} {Message}.", ActionFor(file), InnerException);

    private string? ActionFor(string file) => (Action ?? Error switch
    {
        OtcError.KeyPassphraseRequired => "Specify the passphrase of the key with -KeyPassphrase.",
        OtcError.KeyPassphraseWrong => "Specify the passphrase of the key with -KeyPassphrase. Passphrases are case-sensitive.",
        _ => UseRsa,
    })?.Replace("{file}", file);
}
