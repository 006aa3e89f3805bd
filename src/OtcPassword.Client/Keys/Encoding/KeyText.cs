using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Encoding;

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
        if (content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE)
        {
            return ToUtf8(content.Slice(2), System.Text.Encoding.Unicode);
        }

        if (content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF)
        {
            return ToUtf8(content.Slice(2), System.Text.Encoding.BigEndianUnicode);
        }

        if (content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF)
        {
            return content.Slice(3).ToArray();
        }

        // UTF-16 without a byte order mark: an ASCII character next to a zero byte.
        if (content.Length >= 4 && content[1] == 0 && content[3] == 0 && content[0] is > 0 and < 0x80)
        {
            return ToUtf8(content, System.Text.Encoding.Unicode);
        }

        if (content.Length >= 4 && content[0] == 0 && content[2] == 0 && content[1] is > 0 and < 0x80)
        {
            return ToUtf8(content, System.Text.Encoding.BigEndianUnicode);
        }

        return content.ToArray();
    }

    /// <summary>Decodes labels and headers, which are not secret.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.ToArray());

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
