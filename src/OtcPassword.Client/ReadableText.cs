using System.Globalization;

namespace OtcPassword.Client;

/// <summary>
/// Makes text of the cloud, of files, and of other programs safe to show. It must not control the terminal (escape sequences) or
/// deceive the reader (line endings, changes of the writing direction).
/// </summary>
public static class ReadableText
{
    private const int MaxMessage = 4000;
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the text on one line: line endings and tabs become spaces, other control characters U+FFFD.</summary>
    /// <param name="text">The text.</param>
    public static string Clean(string text)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        char[]? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsSurrogatePair(text, i);
            if (IsUnreadable(text, i))
            {
                clean ??= text.ToCharArray();
                clean[i] = char.IsWhiteSpace(text[i]) ? ' ' : Replacement;
                clean[isPair ? i + 1 : i] = clean[i];
            }

            i += isPair ? 1 : 0;
        }

        return clean is null ? text : new string(clean);
    }

    /// <summary>Returns the text on one line, truncated to a readable length.</summary>
    /// <param name="text">The text.</param>
    public static string CleanMessage(string text) =>
        Clean(text is { Length: > MaxMessage } ? text.Substring(0, MaxMessage) + "…" : text!);

    // Plane 14 has only tags and selectors of variants, which are invisible and can carry a hidden text.
    private static bool IsUnreadable(string text, int index) => text[index] is < ' ' or > '~' && (text[index] is '\uDB40'
        || CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
