namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Says what a file is that holds no RSA private key, and what to do about it.</summary>
internal static class UnsupportedKey
{
    private const string UseRsa =
        "Server passwords are encrypted with RSA. Use the private key file of the key pair the server was created with.";

    private const string UsePrivate =
        "Use the private key file that belongs to it: the one the cloud's console offered for download when the key " +
        "pair was created, or the file of the same name without .pub.";

    /// <summary>A private key that is not RSA.</summary>
    public static KeyDataException Private(string algorithm) =>
        new(OtcError.KeyNotRsa, $"holds {Article(algorithm)} {algorithm} key, which cannot decrypt a server password", UseRsa);

    /// <summary>Public keys.</summary>
    public static KeyDataException Public(string algorithm) =>
        new(OtcError.KeyNotRsa, $"holds only a public key ({algorithm})", UsePrivate);

    /// <summary>Certificates.</summary>
    public static KeyDataException Certificate(string kind) =>
        new(OtcError.KeyNotRsa, $"holds {kind}, and no private key", UsePrivate);

    /// <summary>Something that is no key, or in a format that is not read.</summary>
    public static KeyDataException Other(string finding, string? action = null) =>
        new(OtcError.KeyFileUnreadable, finding, action ?? UseRsa);

    private static string Article(string name) => name is "DSA" or "Diffie-Hellman" or "FIDO security" ? "a" : "an";
}
