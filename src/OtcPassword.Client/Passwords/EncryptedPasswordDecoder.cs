using System.Text;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>Decodes an encrypted password to an RSA ciphertext, and explains exactly why it is not valid.</summary>
internal static class EncryptedPasswordDecoder
{
    private const int MinBytes = KeyLimits.MinKeyBits / 8;
    private const int MaxBytes = KeyLimits.MaxKeyBits / 8;

    // Tools write line endings, and slashes in JSON, as escapes.
    private static readonly string[][] Escapes = [["\\r", ""], ["\\n", ""], ["\\/", "/"], ["\\u002B", "+"], ["\\u002b", "+"]];

    /// <exception cref="OtcException">EncryptedPasswordInvalid.</exception>
    public static byte[] Decode(string encryptedPassword, string serverDescription)
    {
        // Only the start of a long text is copied.
        int characters = encryptedPassword.Count(c => !char.IsWhiteSpace(c));
        string start = encryptedPassword
            .Substring(0, Math.Min(encryptedPassword.Length, 8 * MaxBytes))
            .Trim('\uFEFF', ' ', '\t', '\r', '\n');
        string text = Clean(start);
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        // The variant for URLs often has no padding. Without padding, only the length of a key shows that nothing is missing.
        byte[]? block = characters > 8 * MaxBytes ? null : Base64Bytes.TryDecode(bytes)
            ?? (Base64Bytes.TryDecode(bytes, isLenient: true) is { } lenient && lenient.Length % 64 == 0 ? lenient : null);
        if (block is { Length: >= MinBytes and <= MaxBytes } && !ForeignContent.IsHex(bytes))
        {
            return block;
        }

        int foreign = text.Count(c => c > '~' || !(Base64Bytes.IsDigit((byte)c) || c == '='));
        throw Invalid(serverDescription, text.Length == 0 ? "is empty"
            : ForeignContent.Recognize(Encoding.UTF8.GetBytes(start)) is { } rule ? rule.Finding
            : characters > Base64Length(MaxBytes)
                ? $"is too long: it has {characters} characters; the maximum, for a {KeyLimits.MaxKeyBits}-bit key, is " +
                  Base64Length(MaxBytes)
            : block is not null ? FindingOfLength(block.Length)
            : foreign > 0
                ? $"is not valid base64: {foreign} of its {text.Length} characters " +
                  (foreign == 1 ? "is not a base64 character" : "are not base64 characters")
            : text.Length % 4 != 0
                ? $"is not valid base64: its length of {text.Length} characters is not a multiple of 4, so it is probably truncated. " +
                  $"A password encrypted with a 2048-bit key has {Base64Length(256)} characters (4096-bit: {Base64Length(512)})"
            : "is not valid base64: its padding (=) is misplaced or has the wrong length");
    }

    /// <summary>Creates the error for a ciphertext whose length does not match any key.</summary>
    public static OtcException WrongLength(int length, string serverDescription) => Invalid(serverDescription, FindingOfLength(length));

    /// <summary>Creates the error for a block that the right key decrypts, but not to a password.</summary>
    /// <param name="key">The key as it appears in messages.</param>
    /// <param name="reason">The reason, as the end of a sentence.</param>
    /// <param name="serverDescription">The server in messages.</param>
    public static OtcException NotAPassword(string key, string reason, string serverDescription) => new(
        OtcError.EncryptedPasswordInvalid,
        $"The {key} decrypts the password of {serverDescription}, but the result is not a password: {reason}.",
        $"The key is correct. Cloudbase-Init stored invalid data; its log on the server is {MissingPassword.LogPath}. " +
        MissingPassword.Reset);

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    private static string FindingOfLength(int length) =>
        $"decodes to {length} bytes, which is not a valid length. A password encrypted with a 2048-bit key has 256 bytes " +
        $"({Base64Length(256)} characters), with a 4096-bit key 512 bytes ({Base64Length(512)} characters)";

    // Without white space, quotation marks, a byte order mark, and escapes.
    private static string Clean(string text)
    {
        string trimmed = text.Trim('"', '\'');
        string unescaped = Escapes.Aggregate(trimmed, (current, escape) => current.Replace(escape[0], escape[1]));
        return new string([.. unescaped.Where(c => !char.IsWhiteSpace(c))]);
    }

    private static OtcException Invalid(string serverDescription, string finding) => new(
        OtcError.EncryptedPasswordInvalid,
        $"The encrypted password of {serverDescription} {finding}.",
        "Get the encrypted password from the cloud again and pass it unchanged. If the cloud returns the same value, " +
        $"Cloudbase-Init stored invalid data; its log on the server is {MissingPassword.LogPath}. {MissingPassword.Reset}");
}
