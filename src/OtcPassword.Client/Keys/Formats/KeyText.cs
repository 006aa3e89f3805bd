using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Converts the text of a private key to its original form, from the forms in which tools store and pass it.</summary>
internal static class KeyText
{
    // A base64 text can follow a name, as in "export NAME=" or "name: ".
    private const int MaxWordsBefore = 4;

    // Each tool that quotes a quoted text doubles the backslashes. The limit keeps the time proportional to the length of the text.
    private const int MaxBackslashes = 64;

    private static readonly byte[] PemEnd = System.Text.Encoding.ASCII.GetBytes("-----END ");

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

    /// <summary>
    /// Replaces line endings that are written as \n, \r, or %0A with any number of backslashes, and the other escapes of JSON and
    /// URLs. Only inside PEM blocks, which have neither backslashes nor percent signs, and in a PuTTY key without line endings.
    /// </summary>
    /// <returns>A copy, for the caller to clear.</returns>
    public static byte[] WithLineEndings(ReadOnlySpan<byte> text, bool isEverywhere = false)
    {
        byte[] buffer = new byte[text.Length];
        int length = 0;
        bool isEscaped = isEverywhere;
        for (int i = 0; i < text.Length; i++)
        {
            ReadOnlySpan<byte> rest = text.Slice(i);
            isEscaped = isEverywhere || (rest[0] switch
            {
                (byte)'-' when rest.StartsWith(PemReader.Begin) => true,
                (byte)'-' when rest.StartsWith(PemEnd) => false,
                (byte)'P' when rest.StartsWith(PuttyKey.Start) => PuttyKey.IsInOneLine(rest),
                _ => isEscaped,
            });
            (byte? character, int consumed) = isEscaped ? Unescape(rest) : (rest[0], 1);
            i += consumed - 1;
            if (character is { } b)
            {
                buffer[length++] = b;
            }
        }

        byte[] result = buffer.AsSpan(0, length).ToArray();
        SensitiveData.Clear(buffer);
        return result;
    }

    /// <summary>Returns what the longest base64 text decodes to, for the caller to clear; null if it is not a key or key file.</summary>
    public static byte[]? DecodeBase64(ReadOnlySpan<byte> text, Predicate<byte[]> isKey)
    {
        byte[] unescaped = WithLineEndings(text, isEverywhere: true);
        try
        {
            ReadOnlySpan<byte> rest = LongestBase64(unescaped);
            for (int i = 0; i <= MaxWordsBefore && !rest.IsEmpty; i++)
            {
                byte[]? decoded = Base64Bytes.TryDecode(rest, isLenient: true);
                if (decoded != null && isKey(decoded))
                {
                    return decoded;
                }

                SensitiveData.Clear(decoded);
                int space = rest.IndexOfAny((byte)' ', (byte)'\n', (byte)'\r');
                rest = space < 0 ? default : Trim(rest.Slice(space));
            }

            return null;
        }
        finally
        {
            SensitiveData.Clear(unescaped);
        }
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

    // The character, or null if the escape stands for none, and the number of bytes that it replaces.
    private static (byte? Character, int Consumed) Unescape(ReadOnlySpan<byte> text)
    {
        int backslashes = 0;
        while (At(text, backslashes) == '\\' && backslashes < MaxBackslashes)
        {
            backslashes++;
        }

        if (backslashes == 0)
        {
            int value = text[0] == '%' && text.Length >= 3 ? Hex(text.Slice(1, 2)) : -1;
            return value >= 0 ? ((byte)value, 3) : (text[0], 1);
        }

        int unicode = At(text, backslashes) == 'u' && text.Length >= backslashes + 5 ? Hex(text.Slice(backslashes + 1, 4)) : -1;
        return At(text, backslashes) switch
        {
            'n' => ((byte)'\n', backslashes + 1),
            'r' => ((byte)'\r', backslashes + 1),
            't' => ((byte)' ', backslashes + 1),
            '/' or '"' => (text[backslashes], backslashes + 1),
            '\r' or '\n' => (null, backslashes),
            _ when unicode is >= 0 and < 0x80 => ((byte)unicode, backslashes + 5),
            _ => (text[0], 1),
        };
    }

    private static ReadOnlySpan<byte> LongestBase64(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> longest = default;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (At(text, i) is int c && (c < 0 || !(Base64Bytes.IsDigit((byte)c) || Base64Bytes.IsWhiteSpace((byte)c))))
            {
                // The padding belongs to the text.
                int end = i + (c == '=' ? (At(text, i + 1) == '=' ? 2 : 1) : 0);
                ReadOnlySpan<byte> run = Trim(text.Slice(start, end - start));
                longest = run.Length > longest.Length ? run : longest;
                start = i + 1;
            }
        }

        return longest;
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            int part = HexBytes.Value((char)digit);
            value = part < 0 || value < 0 ? -1 : value << 4 | part;
        }

        return value;
    }

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
