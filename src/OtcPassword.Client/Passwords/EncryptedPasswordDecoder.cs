using System.Text;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>Decodes an encrypted password to an RSA ciphertext, and explains exactly why it is not valid.</summary>
internal static class EncryptedPasswordDecoder
{
    private const int MinBytes = KeyLimits.MinKeyBits / 8;
    private const int MaxBytes = KeyLimits.MaxKeyBits / 8;

    /// <exception cref="OtcException">EncryptedPasswordInvalid.</exception>
    public static byte[] Decode(string encryptedPassword, string serverDescription)
    {
        // Text from consoles and files contains white space. The length is checked first, so that long text is never copied.
        int characters = encryptedPassword.Count(c => !char.IsWhiteSpace(c));
        if (characters == 0)
        {
            throw Invalid(serverDescription, "is empty");
        }

        if (characters > Base64Length(MaxBytes))
        {
            throw Invalid(
                serverDescription,
                $"is too long: it has {characters} characters; the maximum, for a {KeyLimits.MaxKeyBits}-bit key, is {Base64Length(MaxBytes)}");
        }

        var text = new StringBuilder(characters);
        foreach (char c in encryptedPassword.Where(c => !char.IsWhiteSpace(c)))
        {
            text.Append(c);
        }

        string base64 = text.ToString();
        int foreign = base64.Count(c => !IsBase64(c));
        if (foreign > 0)
        {
            throw Invalid(
                serverDescription,
                $"is not valid base64: {foreign} of its {characters} characters {(foreign == 1 ? "is not a base64 character" : "are not base64 characters")}");
        }

        if (characters % 4 != 0)
        {
            throw Invalid(
                serverDescription,
                $"is not valid base64: its length of {characters} characters is not a multiple of 4, so it is probably truncated. " +
                $"A password encrypted with a 2048-bit key has {Base64Length(256)} characters (4096-bit: {Base64Length(512)})");
        }

        byte[]? block = Base64Bytes.TryDecode(Encoding.ASCII.GetBytes(base64));
        if (block == null)
        {
            throw Invalid(serverDescription, "is not valid base64: its padding (=) is misplaced or has the wrong length");
        }

        if (block.Length is < MinBytes or > MaxBytes)
        {
            throw WrongLength(block.Length, serverDescription);
        }

        return block;
    }

    /// <summary>Creates the error for a ciphertext whose length does not match any key.</summary>
    public static OtcException WrongLength(int length, string serverDescription) => Invalid(
        serverDescription,
        $"decodes to {length} bytes, which is not a valid length. A password encrypted with a 2048-bit key has 256 bytes " +
        $"({Base64Length(256)} characters), with a 4096-bit key 512 bytes ({Base64Length(512)} characters)");

    /// <summary>Creates the error for a block that the right key decrypts, but not to a password.</summary>
    /// <param name="key">The key as it appears in messages.</param>
    /// <param name="reason">The reason, as the end of a sentence.</param>
    /// <param name="serverDescription">The server in messages.</param>
    public static OtcException NotAPassword(string key, string reason, string serverDescription) => new(
        OtcError.EncryptedPasswordInvalid,
        $"The {key} decrypts the password of {serverDescription}, but the result is not a password: {reason}.",
        $"The key is correct. Cloudbase-Init stored invalid data; its log on the server is {MissingPassword.LogPath}. {MissingPassword.Reset}");

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    private static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=';

    private static OtcException Invalid(string serverDescription, string finding) => new(
        OtcError.EncryptedPasswordInvalid,
        $"The encrypted password of {serverDescription} {finding}.",
        "Get the encrypted password from the cloud again and pass it unchanged. If the cloud returns the same value, " +
        $"Cloudbase-Init stored invalid data; its log on the server is {MissingPassword.LogPath}. {MissingPassword.Reset}");
}
