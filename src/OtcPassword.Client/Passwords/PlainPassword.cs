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
    /// A wrong key results in random bytes of a random length (implicit rejection in OpenSSL 3.2 and later). A random byte is
    /// printable ASCII in 95 of 256 cases; together with the longer UTF-8 sequences, a random string of n bytes is plausible
    /// with a probability of about 0.45^n. For a 2048-bit key, lengths from 0 to 245 are equally likely: the sum for all
    /// lengths of 20 or more is 0.45^20 / (1 - 0.45) / 246, which is less than 1 in 10^9 attempts. The sum for all shorter
    /// lengths is 1 in 300, so these are confirmed with the RSA operation, which is slow. Cloudbase-Init generates 20
    /// characters, so confirmations are rare.
    /// </para>
    /// </summary>
    public const int SelfEvidentLength = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Returns the text as a read-only SecureString if it is strict UTF-8, is not empty, and does not contain control
    /// characters; otherwise, null.
    /// </summary>
    public static SecureString? TryRead(byte[] utf8)
    {
        if (utf8.Length == 0)
        {
            return null;
        }

        char[] chars = new char[utf8.Length];
        try
        {
            int length = StrictUtf8.GetChars(utf8, 0, utf8.Length, chars, 0);
            for (int i = 0; i < length; i++)
            {
                if (char.IsControl(chars[i]))
                {
                    return null;
                }
            }

            return SecureText.Protect(chars, length);
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
}
