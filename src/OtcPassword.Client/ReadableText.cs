using System.Globalization;
using System.Text;

namespace OtcPassword.Client;

/// <summary>
/// Makes text of the cloud safe to show. It must not control the terminal (escape sequences) or deceive the reader (line
/// endings, changes of the writing direction).
/// </summary>
internal static class ReadableText
{
    private const int MaxMessage = 4000;
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the text on one line. Line endings and tabs become spaces; other control characters become a replacement character.</summary>
    public static string Clean(string text)
    {
        int first = 0;
        while (first < text.Length && !IsUnreadable(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text, 0, first, text.Length);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            clean.Append(!IsUnreadable(c) ? c : char.IsWhiteSpace(c) ? ' ' : Replacement);
        }

        return clean.ToString();
    }

    /// <summary>Returns the text on one line, truncated to a readable length.</summary>
    public static string CleanMessage(string text) =>
        Clean(text.Length > MaxMessage ? text.Substring(0, MaxMessage) + "…" : text);

    private static bool IsUnreadable(char c) => c is < ' ' or > '~' && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
