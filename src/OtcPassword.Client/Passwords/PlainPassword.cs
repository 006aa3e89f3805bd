using System.Security;
using System.Text;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>Checks whether the result of a decryption is a password, and converts it to a SecureString.</summary>
internal static class PlainPassword
{
    /// <summary>
    /// The length in bytes from which the check of the text is sufficient. Shorter results are confirmed.
    /// <para>
    /// A wrong key gives random bytes of a random length (implicit rejection of OpenSSL 3.2 and later). A random byte
    /// is printable ASCII in 95 of 256 cases; together with the longer UTF-8 sequences a random string of n bytes is
    /// plausible with a probability of about 0.45^n. For a 2048-bit key lengths from 0 to 245 are equally likely: all
    /// lengths from 20 on together make 0.45^20 / (1 - 0.45) / 246, which is below 1 in 10^9 attempts. All shorter
    /// ones together make 1 in 300, which is why they are confirmed by the bare RSA operation. 20 characters is the
    /// length of what Cloudbase-Init generates, so confirming, which is slow, is the exception. Line endings at the end
    /// do not count.
    /// </para>
    /// </summary>
    public const int SelfEvidentLength = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the length of a decrypted text without the line endings at its end, which no password has.</summary>
    public static int LengthWithoutLineEndings(byte[] text)
    {
        int length = text.Length;
        while (length > 0 && text[length - 1] is (byte)'\r' or (byte)'\n')
        {
            length--;
        }

        return length;
    }

    /// <summary>
    /// Returns a read-only SecureString of the first bytes if they are strict UTF-8, not empty, and free of control
    /// characters; otherwise null.
    /// </summary>
    public static SecureString? TryRead(byte[] utf8, int length)
    {
        if (length == 0)
        {
            return null;
        }

        char[] chars = new char[length];
        try
        {
            int count = StrictUtf8.GetChars(utf8, 0, length, chars, 0);
            return Array.FindIndex(chars, 0, count, char.IsControl) < 0 ? SecureText.Protect(chars, count) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            SensitiveData.Clear(chars);
        }
    }

    /// <summary>Returns why a decrypted text is not a password, as the end of a sentence. It quotes nothing of the text.</summary>
    public static string Explain(byte[] text)
    {
        int length = LengthWithoutLineEndings(text);
        if (length == 0)
        {
            return text.Length == 0 ? "it is empty" : "it contains only line endings";
        }

        if (IsUtf16(text))
        {
            return "it is UTF-16 text, not UTF-8";
        }

        ReadOnlySpan<byte> bytes = text.AsSpan(0, length);
        bool isLine = bytes.IndexOfAny((byte)'\r', (byte)'\n') < 0;
        bool hasControl = Array.FindIndex(text, 0, length, b => b is < 0x20 or 0x7F && b is not ((byte)'\r' or (byte)'\n')) >= 0;
        if (!IsUtf8(text, length))
        {
            bool isLatin1 = isLine && !hasControl && Array.FindIndex(text, 0, length, b => b is >= 0x80 and < 0xA0) < 0;
            return isLatin1 ? "it is not valid UTF-8, but it can be Latin-1 (ISO 8859-1) text" : "it is not valid UTF-8";
        }

        return isLine ? "it contains control characters" : "it contains a line break";
    }

    private static bool IsUtf16(byte[] text)
    {
        bool hasMark = text.Length >= 2 && ((text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF));
        int zeros = Array.FindAll(text, b => b == 0).Length;
        return text.Length % 2 == 0 && (hasMark || zeros * 2 == text.Length);
    }

    private static bool IsUtf8(byte[] text, int length)
    {
        try
        {
            StrictUtf8.GetCharCount(text, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
