using System.Security;
using System.Text;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Passwords;

/// <summary>Judges what came out of a decryption, and makes a SecureString of it.</summary>
internal static class PlainPassword
{
    /// <summary>
    /// From this length in bytes on, looking like a password is proof enough. Shorter results are confirmed.
    /// <para>
    /// A wrong key gives random bytes of a random length (implicit rejection of OpenSSL 3.2 and later). A random byte
    /// is printable ASCII in 95 of 256 cases; together with the longer UTF-8 sequences a random string of n bytes is
    /// plausible with a probability of about 0.45^n. For a 2048-bit key lengths from 0 to 245 are equally likely: all
    /// lengths from 20 on together make 0.45^20 / (1 - 0.45) / 246, which is below 1 in 10^9 attempts. All shorter
    /// ones together make 1 in 300, which is why they are confirmed by the bare RSA operation. 20 characters is the
    /// length of what Cloudbase-Init generates, so confirming, which is slow, is the exception.
    /// </para>
    /// </summary>
    public const int SelfEvidentLength = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// A read-only SecureString of the text if it is strict UTF-8, not empty, and free of control characters;
    /// otherwise null.
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
