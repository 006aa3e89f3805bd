using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Converts the text of a key file to UTF-8 from any encoding in which an editor or shell saved it.</summary>
internal static class KeyText
{
    /// <summary>
    /// Removes a byte order mark, and converts UTF-16, which ">" in Windows PowerShell 5.1 writes. Other encodings are not
    /// converted, because only comments can contain characters that are not ASCII.
    /// </summary>
    /// <returns>A copy, for the caller to clear.</returns>
    public static byte[] Normalize(ReadOnlySpan<byte> content)
    {
        return (At(content, 0), At(content, 1), At(content, 2), At(content, 3)) switch
        {
            (0xFF, 0xFE, _, _) => ToUtf8(content.Slice(2), System.Text.Encoding.Unicode),
            (0xFE, 0xFF, _, _) => ToUtf8(content.Slice(2), System.Text.Encoding.BigEndianUnicode),
            (0xEF, 0xBB, 0xBF, _) => content.Slice(3).ToArray(),

            // UTF-16 without a byte order mark: an ASCII character next to a zero byte.
            ( > 0 and < 0x80, 0, _, 0) => ToUtf8(content, System.Text.Encoding.Unicode),
            (0, > 0 and < 0x80, 0, _) => ToUtf8(content, System.Text.Encoding.BigEndianUnicode),
            _ => content.ToArray(),
        };
    }

    /// <summary>Returns the text without white space at its start and end.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Base64Bytes.IsWhiteSpace(text[0]))
        {
            text = text.Slice(1);
        }

        while (!text.IsEmpty && Base64Bytes.IsWhiteSpace(text[text.Length - 1]))
        {
            text = text.Slice(0, text.Length - 1);
        }

        return text;
    }

    /// <summary>Decodes labels and headers, which are not secret.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.ToArray());

    private static int At(ReadOnlySpan<byte> bytes, int index) => index < bytes.Length ? bytes[index] : -1;

    private static byte[] ToUtf8(ReadOnlySpan<byte> utf16, System.Text.Encoding encoding)
    {
        byte[] copy = utf16.ToArray();
        char[] chars = encoding.GetChars(copy);
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(chars);
        SensitiveData.Clear(copy);
        SensitiveData.Clear(chars);
        return utf8;
    }
}
