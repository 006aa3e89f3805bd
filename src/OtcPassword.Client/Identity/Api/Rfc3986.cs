using System.Globalization;
using System.Text;

namespace OtcPassword.Client.Identity.Api;

/// <summary>
/// Percent-encodes all characters except letters, digits, and <c>-._~</c>, as RFC 3986 specifies. The result of .NET
/// Framework's own method depends on the program it runs in, which would invalidate signatures.
/// </summary>
internal static class Rfc3986
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~')
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
