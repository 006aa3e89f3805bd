namespace OtcPassword.Client.Keys.Formats;

/// <summary>Decodes hexadecimal digits.</summary>
internal static class HexBytes
{
    /// <summary>Returns null if the text is not an even number of hexadecimal digits.</summary>
    public static byte[]? TryDecode(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < text.Length; i++)
        {
            int value = Value(text[i]);
            if (value < 0 || text.Length % 2 != 0)
            {
                return null;
            }

            bytes[i / 2] = (byte)(bytes[i / 2] << 4 | value);
        }

        return bytes;
    }

    /// <summary>Returns the value of a digit, or a negative number.</summary>
    public static int Value(char digit) => "0123456789abcdef".IndexOf(char.ToLowerInvariant(digit));
}
