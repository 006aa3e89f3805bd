using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>
/// Decodes base64 from bytes to bytes. The decoder of the platform requires a string, and a string that contains a private
/// key cannot be cleared.
/// </summary>
internal static class Base64Bytes
{
    /// <summary>Decodes base64, and ignores white space. Returns null if the text is not valid base64.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text)
    {
        int characters = 0;
        int padding = 0;
        foreach (byte b in text)
        {
            if (IsWhiteSpace(b))
            {
                continue;
            }

            bool isPadding = b == '=';
            if ((!isPadding && (padding > 0 || Value(b) < 0)) || (isPadding && ++padding > 2))
            {
                return null;
            }

            characters++;
        }

        if (characters % 4 != 0)
        {
            return null;
        }

        byte[] decoded = new byte[characters / 4 * 3 - padding];
        int bits = 0;
        int count = 0;
        int position = 0;
        foreach (byte b in text)
        {
            if (IsWhiteSpace(b) || b == '=')
            {
                continue;
            }

            bits = bits << 6 | Value(b);
            if (++count == 4)
            {
                decoded[position++] = (byte)(bits >> 16);
                decoded[position++] = (byte)(bits >> 8);
                decoded[position++] = (byte)bits;
                bits = 0;
                count = 0;
            }
        }

        // The last two or three characters before the padding contain one or two bytes, and bits that must be zero.
        if (count == 2)
        {
            decoded[position] = (byte)(bits >> 4);
        }
        else if (count == 3)
        {
            decoded[position++] = (byte)(bits >> 10);
            decoded[position] = (byte)(bits >> 2);
        }

        int unused = count == 2 ? bits & 0xF : count == 3 ? bits & 0x3 : 0;
        if (unused != 0)
        {
            SensitiveData.Clear(decoded);
            return null;
        }

        return decoded;
    }

    public static bool IsWhiteSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static int Value(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
