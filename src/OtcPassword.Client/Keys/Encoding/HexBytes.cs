namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Decodes hexadecimal digits.</summary>
internal static class HexBytes
{
    /// <summary>Returns null if the text is not an even number of hexadecimal digits.</summary>
    public static byte[]? TryDecode(string text)
    {
        if (text.Length % 2 != 0)
        {
            return null;
        }

        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < text.Length; i++)
        {
            int value = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return null;
            }

            bytes[i / 2] = (byte)(bytes[i / 2] << 4 | value);
        }

        return bytes;
    }
}
