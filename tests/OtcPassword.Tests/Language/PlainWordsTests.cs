using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Language;

/// <summary>Finds the words in messages and help that a review misses most easily. CONTRIBUTING.md describes the other rules.</summary>
public partial class PlainWordsTests
{
    [Theory]
    [InlineData("'nosuch' is no server ID.", "is no")]
    [InlineData("Nobody has such a key.", "Nobody")]
    [InlineData("Give the id of the BMSs.", "Give, id, BMSs")]
    [InlineData("The colour of the answer", "colour, answer")]
    [InlineData("Contact Open Telekom Cloud.", "Open Telekom Cloud")]
    [InlineData("T Cloud Public (formerly Open Telekom Cloud)", "")]
    [InlineData("There is no session, and the token is no longer valid.", "")]
    public void Check_finds_words_to_avoid(string text, string found) =>
        Assert.Equal(found, string.Join(", ", Find(text).Select(match => match.Value)));

    [Theory]
    [InlineData("OtcPassword.dll", 50)]
    [InlineData("OtcPassword.Client.dll", 200)]
    public void Messages_use_plain_words(string assembly, int minimum)
    {
        string[] messages = [.. Messages(Path.Combine(BuildPaths.Module, "..", "net8.0", assembly))];

        Assert.True(messages.Length >= minimum, $"Only {messages.Length} messages were found.");
        AssertNone(messages.SelectMany(Findings));
    }

    [Fact]
    public void Help_uses_plain_words()
    {
        string[] pages = Directory.GetFiles(BuildPaths.Help, "*.md");

        Assert.True(pages.Length >= 14, $"Only {pages.Length} pages were found.");
        AssertNone(pages.SelectMany(page => Findings(Prose(File.ReadAllText(page)))));
    }

    private static void AssertNone(IEnumerable<string> findings) => Assert.False(findings.Any(), string.Join('\n', findings));

    // The title of a page of the API reference contains BMSs.
    private static IEnumerable<string> Findings(string text) => Find(text)
        .Select(match => text[Math.Max(0, match.Index - 40)..Math.Min(text.Length, match.Index + match.Length + 40)])
        .Where(found => !found.Contains("Querying Details About BMSs", StringComparison.Ordinal));

    private static IEnumerable<Match> Find(string text) =>
        Words().Matches(text).Concat(Spelling().Matches(text)).OrderBy(match => match.Index);

    /// <summary>Returns the strings of an assembly that have more than one word. An interpolated string is in parts.</summary>
    private static IEnumerable<string> Messages(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader reader = file.GetMetadataReader();
        for (UserStringHandle handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            string text = reader.GetUserString(handle);
            if (Regex.Count(text, @"\b\p{L}{2,}\b") > 1 && text.Contains(' ', StringComparison.Ordinal))
            {
                yield return text;
            }
        }
    }

    /// <summary>Returns a Markdown page without its metadata, code, and link targets.</summary>
    private static string Prose(string page) => Regex.Replace(Code().Replace(page, "code"), @"\s+", " ");

    [GeneratedRegex(@"\A---\n[\s\S]*?\n---\n|^ *```[\s\S]*?^ *```|`[^`\n]*`|\]\([^)\n]*\)", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"(?<!there )\b(?:is|are|was|were|be|been) (?:no\b(?! (?:longer|more))|none\b)|"
        + @"\b(?:nobody|no one|whoever|whatever|callers?|proofs?|"
        + @"answer(?:s|ed)?|give[ns]?|gave|sa(?:y|ys|id)|ciphertexts?|in the clear|machines?|hostile|under way|side by side|at hand|"
        + @"licence|(?:colour|behaviour)s?|armou?r(?:ed)?|director(?:y|ies))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(?:ids?|urls?|https(?!:)|ECSs|BMSs)\b|(?<!formerly )Open Telekom Cloud")]
    private static partial Regex Spelling();
}
