using System.Runtime.CompilerServices;

namespace OtcPassword.Client;

/// <summary>
/// The rule for what messages quote of the text that users specify, because secrets get into the wrong place: the text of a
/// private key where its path belongs, for example. What can be a secret is described instead.
/// </summary>
public static class SpecifiedText
{
    /// <summary>The longest text in base64 that is quoted. Half a line of a key file is shorter than this, a line is not.</summary>
    private const int LongestBase64 = 40;

    private const int MostNames = 5;

    private static readonly string[] KeyMarks =
        ["-----BEGIN", "PRIVATE KEY-----", "PuTTY-User-Key-File-", "SSH2 ENCRYPTED PRIVATE KEY", "<RSAKeyValue"];

    /// <summary>Returns the text for a message: in quotation marks, or described if it can be a secret.</summary>
    /// <param name="text">What the user specified.</param>
    public static string Quote(string text) => $"'{Describe(text)}'";

    /// <summary>Returns the text, or a description such as "&lt;text of 3 lines&gt;" if it can be a secret.</summary>
    /// <param name="text">What the user specified.</param>
    public static string Describe(string text)
    {
        string trimmed = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        return IsPrivateKey(trimmed) ? "<text of a private key>"
            : HasLineBreak(trimmed) ? $"<text of {trimmed.Split('\n', '\r').Length} lines>"
            : IsLikeBase64(trimmed) ? $"<text of {trimmed.Length} characters>"
            : text;
    }

    /// <summary>Returns the first names for a message, and how many there are besides.</summary>
    internal static string List(IEnumerable<string?> names)
    {
        List<string> all = [.. names.OfType<string>()];
        string more = all.Count > MostNames ? $", and {all.Count - MostNames} more" : string.Empty;
        return string.Join(", ", all.Take(MostNames).Select(Describe)) + more;
    }

    /// <summary>Returns true if the text can be quoted as it is.</summary>
    /// <param name="text">What the user specified.</param>
    public static bool CanBeQuoted(string text) => ReferenceEquals(Describe(text), text);

    /// <summary>Returns true if the text is a private key, or has the first or last line of one.</summary>
    /// <param name="text">What the user specified.</param>
    public static bool IsPrivateKey(string text) =>
        text is not null && Array.Exists(KeyMarks, mark => text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Returns true if the text has more than one line.</summary>
    /// <param name="text">What the user specified.</param>
    public static bool HasLineBreak(string text) =>
        text is not null && text.Trim().IndexOfAny(['\r', '\n', '\u0085', '\u2028', '\u2029']) >= 0;

    // The variant of base64 in tokens has hyphens, as names have: random text always mixes the cases and has digits.
    private static bool IsLikeBase64(string text) => IsPath(text)
        ? text.Split('/', '\\').Any(name => LongestRun(name, IsBase64).Length > (text.All(IsBase64) ? LongestBase64 / 2 : LongestBase64))
        : LongestRun(text, IsBase64).Length > LongestBase64
            || (LongestRun(text, c => IsBase64(c) || c is '-' or '_') is { Length: > LongestBase64 } run && IsMixed(run));

    // A path has slashes, which base64 has too. Base64 that begins with a slash has seldom so many of them.
    private static bool IsPath(string text) =>
        text.Length > 1 && (text[0] is '/' or '~' or '.' || text[1] == ':' || text.IndexOf('\\') >= 0);

    private static string LongestRun(string text, Predicate<char> isPart)
    {
        int longest = 0;
        int end = 0;
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            length = isPart(text[i]) ? length + 1 : 0;
            if (length > longest)
            {
                longest = length;
                end = i + 1;
            }
        }

        return text.Substring(end - longest, longest);
    }

    private static bool IsMixed(string text) =>
        text.Any(c => c is >= 'a' and <= 'z') && text.Any(c => c is >= 'A' and <= 'Z') && text.Any(c => c is >= '0' and <= '9');

    private static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=';
}

/// <summary>
/// What stands in a parameter in place of a value that cannot be meant for it: its description. Only this class knows which
/// texts are descriptions, by their identity, so that a text that a user specifies is never taken for one.
/// </summary>
public sealed class MisplacedValue
{
    private const int MaxProperties = 20;
    private static readonly ConditionalWeakTable<string, MisplacedValue> Known = new();

    private MisplacedValue(bool isPrivateKey) => IsPrivateKey = isPrivateKey;

    /// <summary>Gets whether the value is the text of a private key, or a part of it.</summary>
    public bool IsPrivateKey { get; }

    /// <summary>Returns the value that a text describes; null if the text is what the user specified.</summary>
    /// <param name="text">The text in the parameter.</param>
    public static MisplacedValue? Of(string? text) =>
        text is not null && Known.TryGetValue(text, out MisplacedValue? found) ? found : null;

    /// <summary>Returns the description of a text that cannot be meant.</summary>
    /// <param name="text">What the user specified.</param>
    public static string Describe(string text) => Remember(SpecifiedText.Describe(text), SpecifiedText.IsPrivateKey(text));

    /// <summary>Returns the description of an object that cannot be meant.</summary>
    /// <param name="type">The name of its type.</param>
    /// <param name="properties">The names of its properties.</param>
    public static string Describe(string type, IEnumerable<string> properties)
    {
        string names = string.Join(", ", properties.Where(SpecifiedText.CanBeQuoted).Take(MaxProperties));
        string description = names.Length == 0 ? type : $"{type} with the properties {names}";

        // Neither a wildcard nor a line of its own.
        IEnumerable<char> clean = description.Select(c => c is '[' or ']' or '*' or '?' || char.IsControl(c) ? ' ' : c);
        return Remember($"<{string.Concat(clean)}>", false);
    }

    private static string Remember(string description, bool isPrivateKey)
    {
        string own = new(description.ToCharArray());
        Known.Add(own, new MisplacedValue(isPrivateKey));
        return own;
    }
}
