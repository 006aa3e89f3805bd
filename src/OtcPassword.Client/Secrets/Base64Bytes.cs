using System.Buffers;
using System.Buffers.Text;

namespace OtcPassword.Client.Secrets;

/// <summary>Decodes base64 from bytes to bytes, because a string that contains a private key cannot be cleared.</summary>
internal static class Base64Bytes
{
    /// <summary>Decodes base64, and ignores white space. Returns null if the text is not valid and canonical base64.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text)
    {
        byte[] digits = new byte[text.Length];
        int count = 0;
        foreach (byte b in text)
        {
            if (!IsWhiteSpace(b))
            {
                digits[count++] = b;
            }
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
}
