using System;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>A key file's text as bytes of UTF-8, whatever encoding an editor or shell saved it in.</summary>
internal static class KeyText
{
    /// <summary>
    /// Takes a byte order mark off, and converts UTF-16, which is what ">" in Windows PowerShell 5.1 writes. Everything
    /// else stays as it is: beyond ASCII there are only comments.
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

        // UTF-16 without a mark: an ASCII character next to a zero byte.
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

    /// <summary>A short piece as a string, for labels and headers, which are no secrets.</summary>
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
