using System.Text;

namespace OtcPassword.Client;

/// <summary>
/// Percent-encodes all characters except letters, digits, and <c>-._~</c>, as RFC 3986 specifies. The result of .NET
/// Framework's own method depends on the program it runs in, which would invalidate signatures.
/// </summary>
internal static class Rfc3986
{
    public static string Encode(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(b => IsUnreserved((char)b) ? ((char)b).ToString() : $"%{b:X2}"));

    public static bool IsUnreserved(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~';
}
