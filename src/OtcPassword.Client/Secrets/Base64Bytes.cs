using System.Buffers;
using System.Buffers.Text;

namespace OtcPassword.Client.Secrets;

/// <summary>Decodes base64 from bytes to bytes, because a string that contains a private key cannot be cleared.</summary>
internal static class Base64Bytes
{
    /// <summary>Decodes base64, and ignores white space. Returns null if the text is not valid and canonical base64.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLenient">true to also decode the variant for URLs, and text without padding.</param>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text, bool isLenient = false)
    {
        byte[] digits = new byte[text.Length + 2];
        int count = 0;
        foreach (byte b in text)
        {
            if (!IsWhiteSpace(b))
            {
                digits[count++] = isLenient && b == '-' ? (byte)'+' : isLenient && b == '_' ? (byte)'/' : b;
            }
        }

        for (; isLenient && count % 4 >= 2; count++)
        {
            digits[count] = (byte)'=';
        }

        byte[] buffer = (byte[])digits.Clone();
        byte[] again = new byte[Base64.GetMaxEncodedToUtf8Length(count)];
        try
        {
            // Encoded again, because the decoder ignores the unused bits of the last character.
            return Base64.DecodeFromUtf8InPlace(buffer.AsSpan(0, count), out int length) == OperationStatus.Done
                && Base64.EncodeToUtf8(buffer.AsSpan(0, length), again, out _, out int encoded) == OperationStatus.Done
                && again.AsSpan(0, encoded).SequenceEqual(digits.AsSpan(0, count))
                ? buffer.AsSpan(0, length).ToArray()
                : null;
        }
        finally
        {
            SensitiveData.Clear(digits);
            SensitiveData.Clear(buffer);
            SensitiveData.Clear(again);
        }
    }

    public static bool IsWhiteSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Returns true for the digits of base64 and of its variant for URLs.</summary>
    public static bool IsDigit(byte b) => b is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z')
        or (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';
}
