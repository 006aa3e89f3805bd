using System.Security;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>
/// Reads the text of private keys as vaults and variables return it: as it is, with each line ending written as \n, or as
/// base64 of a whole key file.
/// </summary>
internal static class PrivateKeyText
{
    /// <returns>What a key file would contain, for the caller to clear.</returns>
    public static byte[] Read(SecureString text) => SecureText.UseBytes(text, ToContent);

    private static byte[] ToContent(byte[] text)
    {
        byte[] content = WithLineEndings(text);
        if (KeyFileParser.HasStart(content))
        {
            return content;
        }

        byte[]? decoded = Base64Bytes.TryDecode(content);
        if (decoded != null && (DerKey.LooksLikeDer(decoded) || KeyFileParser.HasStart(decoded)))
        {
            SensitiveData.Clear(content);
            return decoded;
        }

        SensitiveData.Clear(decoded);
        return content;
    }

    // Only in a text without line endings: a comment can have a backslash. No PEM block has one.
    private static byte[] WithLineEndings(byte[] text)
    {
        ReadOnlySpan<byte> rest = KeyText.Trim(text);
        bool isOneLine = rest.IndexOfAny((byte)'\r', (byte)'\n') < 0;
        byte[] buffer = new byte[rest.Length + 1];
        int length = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            bool isEscape = isOneLine && rest[i] == '\\' && i + 1 < rest.Length && rest[i + 1] is (byte)'n' or (byte)'r';
            buffer[length++] = !isEscape ? rest[i] : rest[i + 1] == 'n' ? (byte)'\n' : (byte)'\r';
            i += isEscape ? 1 : 0;
        }

        buffer[length++] = (byte)'\n';
        byte[] result = buffer.AsSpan(0, length).ToArray();
        SensitiveData.Clear(buffer);
        return result;
    }
}
