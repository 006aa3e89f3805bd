using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtcPassword.Client;

/// <summary>
/// The one place where text of somebody else (a service, a proxy, .NET) becomes part of a message. It is short, on one line,
/// without markup and passwords in URLs, and without the secrets of the request, in every spelling in which a service quotes
/// them.
/// </summary>
internal static class ForeignText
{
    private const string Mask = "********";
    private const string Omitted = "(text omitted because it quotes a secret)";
    private const int MaxLength = 400;
    private const int MaxRead = 16 * 1024;

    // The number of characters in a row that give a secret away.
    private const int MaxQuoted = 8;

    private static readonly Regex Tags = new("<[^<>]{0,200}>", RegexOptions.CultureInvariant);
    private static readonly Regex UserInfo = new("://[^/?#\\s]*@", RegexOptions.CultureInvariant);
    private static readonly Regex CharacterEscape =
        new(@"[\\%]u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})", RegexOptions.CultureInvariant);
    private static readonly Regex ByteEscape = new(@"(?:\\x|=)(?=[0-9A-Fa-f]{2})", RegexOptions.CultureInvariant);
    private static readonly Regex HexDigits = new(@"\\u[0-9A-F]{4}|(?:%[0-9A-F]{2})+|&#x[0-9A-F]+;", RegexOptions.CultureInvariant);

    /// <summary>Returns the text as it can be shown, or null if nothing remains.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets that it can quote.</param>
    public static string? Show(string? text, params IReadOnlyCollection<string> secrets)
    {
        if (text is null)
        {
            return null;
        }

        text = text.Length > MaxRead ? text.Substring(0, MaxRead) : text;
        text = secrets.Where(secret => secret.Length > 0).SelectMany(Spellings).Distinct()
            .OrderByDescending(spelling => spelling.Length)
            .Aggregate(text, (masked, spelling) => masked.Replace(spelling, Mask));
        if (secrets.Any(secret => Quotes(text, secret)))
        {
            return Omitted;
        }

        text = ReadableText.Clean(UserInfo.Replace(Tags.Replace(text, " "), $"://{Mask}@"));
        text = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = text.Length > MaxLength ? text.Substring(0, MaxLength) + "…" : text;
        return text.Length > 0 ? text : null;
    }

    /// <summary>Returns the message of another exception as the end of a sentence, or its type if the message can quote a secret.</summary>
    public static string Reason(Exception exception) =>
        Show(exception.Message) is { } text && SpecifiedText.CanBeQuoted(text) ? text.TrimEnd('.') : exception.GetType().Name;

    /// <summary>
    /// Returns the exception as the cause of another one, or null if a message of it, which PowerShell shows as it is, can quote a
    /// secret or control the terminal.
    /// </summary>
    public static Exception? Keep(Exception? exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            string text = e.Message.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
            if (UserInfo.IsMatch(text) || ReadableText.Clean(text) != text || !SpecifiedText.CanBeQuoted(text))
            {
                return null;
            }
        }

        return exception;
    }

    /// <summary>Returns a secret as services write it when they quote a request.</summary>
    private static IEnumerable<string> Spellings(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string base64 = Convert.ToBase64String(bytes);
        string ascii = string.Concat(secret.Select(c => c is '"' or '\\' ? $"\\{c}" : c > '~' ? $"\\u{(int)c:X4}" : c.ToString()));
        string[] spellings =
        [
            secret,
            JsonEncodedText.Encode(secret).ToString(),
            JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            ascii,
            ascii.Replace("/", "\\/"),
            Uri.EscapeDataString(secret),
            WebUtility.UrlEncode(secret),
            WebUtility.HtmlEncode(secret),
            WebUtility.HtmlEncode(secret).Replace("&#39;", "&#x27;").Replace("&quot;", "&#34;").Replace("+", "&#x2B;"),
            HtmlEncoder.Default.Encode(secret),
            base64,
            base64.TrimEnd('='),
            base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        ];
        return spellings.Concat(spellings.Select(spelling => HexDigits.Replace(spelling, match => match.Value.ToLowerInvariant())));
    }

    /// <summary>Returns true if the text, or the text without escape sequences, contains a part of the secret.</summary>
    private static bool Quotes(string text, string secret)
    {
        int length = Math.Min(MaxQuoted, secret.Length);
        var parts = new HashSet<string>(Parts(secret, length));
        byte[][] encoded = length == MaxQuoted ? [Encoding.UTF8.GetBytes(secret), Encoding.Unicode.GetBytes(secret)] : [];
        foreach (byte[] bytes in encoded)
        {
            string hexadecimal = BitConverter.ToString(bytes).Replace("-", string.Empty);
            parts.UnionWith(Parts(hexadecimal, 2 * length).Concat(Parts(hexadecimal.ToLowerInvariant(), 2 * length)));
            for (int offset = 0; offset < 3; offset++)
            {
                // Base64 of a longer text: only the characters in the middle do not depend on the rest.
                string base64 = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
                parts.UnionWith(Parts(base64.Substring(offset + 1, base64.Length - offset - 3), length));
            }
        }

        for (int round = 0; round < 3 && length > 0; round++)
        {
            if (Parts(text, length).Any(part => parts.Contains(part) || parts.Contains(part.Replace('-', '+').Replace('_', '/')))
                || Parts(text, 2 * MaxQuoted).Any(parts.Contains))
            {
                return true;
            }

            text = Decode(text);
        }

        return false;
    }

    private static IEnumerable<string> Parts(string text, int length) =>
        Enumerable.Range(0, Math.Max(0, text.Length - length + 1)).Select(i => text.Substring(i, length));

    // JSON, JavaScript, Python, URLs, quoted-printable, and HTML.
    private static string Decode(string text) => WebUtility.HtmlDecode(Uri.UnescapeDataString(ByteEscape
        .Replace(CharacterEscape.Replace(text, Character), "%").Replace("\\", string.Empty)));

    private static string Character(Match escape) =>
        ((char)Convert.ToInt32(escape.Groups[1].Value + escape.Groups[2].Value, 16)).ToString();
}
