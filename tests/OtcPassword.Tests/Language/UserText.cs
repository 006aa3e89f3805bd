using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace OtcPassword.Tests.Language;

/// <summary>Text that users read, on one line.</summary>
/// <param name="Source">The assembly or file of the text.</param>
/// <param name="Text">The text, without code.</param>
internal sealed record UserText(string Source, string Text)
{
    /// <summary>Returns the messages of an assembly: its strings of more than one word. An interpolated string is in parts.</summary>
    public static IReadOnlyList<UserText> Messages(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader reader = file.GetMetadataReader();
        var messages = new List<UserText>();
        for (UserStringHandle handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            string text = OneLine(reader.GetUserString(handle));
            if (text.Contains(' ', StringComparison.Ordinal) && Regex.Count(text, @"\b\p{L}{2,}\b") > 1)
            {
                messages.Add(new UserText(Path.GetFileName(assembly), text));
            }
        }

        return messages;
    }

    /// <summary>Returns the prose of a Markdown page: without its metadata, code, and link targets.</summary>
    public static UserText Page(string path)
    {
        string text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        text = Regex.Replace(text, @"\A---\n.*?\n---\n", string.Empty, RegexOptions.Singleline);
        text = Regex.Replace(text, "^ *```.*?^ *```", string.Empty, RegexOptions.Singleline | RegexOptions.Multiline);
        text = Regex.Replace(text, "`[^`\n]*`", "`code`");
        text = Regex.Replace(text, @"\]\([^)\n]*\)", "]");
        return new UserText(Path.GetRelativePath(BuildPaths.Repository, path).Replace('\\', '/'), OneLine(text));
    }

    /// <summary>Returns each match with its surroundings.</summary>
    public IEnumerable<string> Find(IEnumerable<Regex> patterns) => patterns
        .SelectMany(pattern => pattern.Matches(Text))
        .Select(match => $"{Source}: [{match.Value}] {Around(match)}");

    private string Around(Match match)
    {
        int start = Math.Max(0, match.Index - 60);
        return Text.Substring(start, Math.Min(Text.Length, match.Index + match.Length + 60) - start);
    }

    private static string OneLine(string text) => Regex.Replace(text, @"\s+", " ");
}
