namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Describes the content of a file that does not contain an RSA private key, with the recommended action.</summary>
internal static class UnsupportedKey
{
    private const string UseRsa =
        "Server passwords require an RSA key. Specify the private key file of the key pair that the server was created with.";

    private const string UsePrivate =
        "Specify the matching private key file: the one downloaded from the console when the key pair was created, or the file " +
        "with the same name but without the .pub extension.";

    /// <summary>Describes a private key that is not an RSA key.</summary>
    public static KeyDataException Private(string algorithm) =>
        new(OtcError.KeyNotRsa, $"contains {Article(algorithm)} {algorithm} key, which cannot decrypt server passwords", UseRsa);

    /// <summary>Describes a public key.</summary>
    public static KeyDataException Public(string algorithm) =>
        new(OtcError.KeyNotRsa, $"contains only a public key ({algorithm})", UsePrivate) { IsPrivateKey = false };

    /// <summary>Describes a certificate.</summary>
    public static KeyDataException Certificate(string kind) =>
        new(OtcError.KeyNotRsa, $"contains {kind} but no private key", UsePrivate) { IsPrivateKey = false };

    /// <summary>Creates the exception for a key in a format that is not supported.</summary>
    public static KeyDataException Other(string finding, string? action = null) =>
        new(OtcError.KeyFileUnreadable, finding, action ?? UseRsa);

    /// <summary>Describes content that is not a key.</summary>
    public static KeyDataException NotAKey(string finding) =>
        new(OtcError.KeyFileUnreadable, finding, UseRsa) { IsPrivateKey = false };

    private static string Article(string name) => name is "DSA" or "Diffie-Hellman" or "FIDO security" ? "a" : "an";
}
