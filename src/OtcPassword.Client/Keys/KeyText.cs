using System;
using System.Text;

namespace OtcPassword.Client.Keys;

/// <summary>A key file's text as ASCII bytes, whatever encoding an editor or shell saved it in.</summary>
internal static class KeyText
{
    /// <summary>
    /// Takes a byte order mark off, and makes bytes of UTF-16, which is what ">" in Windows PowerShell 5.1 writes.
    /// Characters beyond ASCII become question marks; they stand in comments only.
    /// </summary>
    /// <returns>A copy, for the caller to clear.</returns>
    public static byte[] Normalize(ReadOnlySpan<byte> content)
    {
        if (content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE)
        {
            return Narrow(content.Slice(2), low: 0);
        }

        if (content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF)
        {
            return Narrow(content.Slice(2), low: 1);
        }

        if (content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF)
        {
            return content.Slice(3).ToArray();
        }

        // UTF-16 without a mark: an ASCII character next to a zero byte.
        if (content.Length >= 4 && content[1] == 0 && content[3] == 0 && content[0] is > 0 and < 0x80)
        {
            return Narrow(content, low: 0);
        }

        if (content.Length >= 4 && content[0] == 0 && content[2] == 0 && content[1] is > 0 and < 0x80)
        {
            return Narrow(content, low: 1);
        }

        return content.ToArray();
    }

    /// <summary>A short piece as a string, for labels and headers, which are no secrets.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.ToArray());

    private static byte[] Narrow(ReadOnlySpan<byte> utf16, int low)
    {
        byte[] bytes = new byte[utf16.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = utf16[2 * i + low];
            bytes[i] = utf16[2 * i + 1 - low] == 0 && value < 0x80 ? value : (byte)'?';
        }

        return bytes;
    }
}
