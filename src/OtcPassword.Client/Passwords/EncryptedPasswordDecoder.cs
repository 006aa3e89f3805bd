using System.Linq;
using System.Text;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Passwords;

/// <summary>Turns an encrypted password into the one RSA block it must be, or says exactly why it is none.</summary>
internal static class EncryptedPasswordDecoder
{
    private const int MinBytes = KeyLimits.MinKeyBits / 8;
    private const int MaxBytes = KeyLimits.MaxKeyBits / 8;

    /// <exception cref="OtcException">EncryptedPasswordInvalid.</exception>
    public static byte[] Decode(string encryptedPassword, string serverDescription)
    {
        // White space comes with copies from consoles and files. Counted first: nothing long is ever copied.
        int characters = encryptedPassword.Count(c => !char.IsWhiteSpace(c));
        if (characters == 0)
        {
            throw Invalid(serverDescription, "is empty");
        }

        if (characters > Base64Length(MaxBytes))
        {
            throw Invalid(
                serverDescription,
                $"has {characters} characters, more than the {Base64Length(MaxBytes)} of a key of {KeyLimits.MaxKeyBits} bits");
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
                $"is not base64: {foreign} of its {characters} characters do not occur in base64");
        }

        if (characters % 4 != 0)
        {
            throw Invalid(
                serverDescription,
                $"is not base64: it has {characters} characters, which is not a multiple of 4, so it was cut off or " +
                "mistyped; and one RSA block would be " +
                $"{Base64Length(256)} characters for a key of 2048 bits, {Base64Length(512)} for 4096");
        }

        byte[]? block = Base64Bytes.TryDecode(Encoding.ASCII.GetBytes(base64));
        if (block == null)
        {
            throw Invalid(serverDescription, "is not base64: its padding (=) is not at the end, or not of the right length");
        }

        if (block.Length is < MinBytes or > MaxBytes)
        {
            throw WrongLength(block.Length, serverDescription);
        }

        return block;
    }

    /// <summary>The block has a length that no key has.</summary>
    public static OtcException WrongLength(int length, string serverDescription) => Invalid(
        serverDescription,
        $"decodes to {length} bytes, which is no RSA block: that has 256 bytes ({Base64Length(256)} characters) for a " +
        $"key of 2048 bits, 512 ({Base64Length(512)} characters) for 4096");

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    private static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=';

    private static OtcException Invalid(string serverDescription, string finding) => new(
        OtcError.EncryptedPasswordInvalid,
        $"The encrypted password of {serverDescription} {finding}.",
        "Get the encrypted password from the cloud again and pass it unchanged. If the cloud returns the same value, " +
        $"Cloudbase-Init stored invalid data; its log on the server is {MissingPassword.LogPath}. {MissingPassword.Reset}");
}
