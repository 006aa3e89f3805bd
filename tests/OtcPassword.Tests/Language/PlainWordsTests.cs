using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Language;

/// <summary>Messages, help, and docs use plain words.</summary>
public class PlainWordsTests
{
    /// <summary>Findings that are correct, each with the reason. A part of the finding identifies it.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Querying Details About BMSs"] = "The title of a page of the API reference.",
    };

    private static readonly string Module = Path.Combine(BuildPaths.Repository, "artifacts", "module", "OtcPassword", "bin", "net8.0");

    private static readonly string[] DocFolders = [".", "docs", "tools/OtcPassword.Emulator"];

    private static readonly IReadOnlyList<Regex> All = [.. Wording.NegatedNouns, .. Wording.PrivateTerms];

    [Theory]
    [InlineData("'nosuch' is no server ID.", 1)]
    [InlineData("This is none of the keys.", 1)]
    [InlineData("Nobody has such a key.", 1)]
    [InlineData("There is no session.", 0)]
    [InlineData("The token is no longer valid, and 'nosuch' is not a valid server ID.", 0)]
    public void Check_finds_negated_nouns(string text, int count) =>
        Assert.Equal(count, new UserText("sample", text).Find(Wording.NegatedNouns).Count());

    [Theory]
    [InlineData("The answer names the caller.", 2)]
    [InlineData("Give the id of the ECS.", 2)]
    [InlineData("The account (domain) and the service catalog have an ID.", 0)]
    public void Check_finds_private_terms(string text, int count) =>
        Assert.Equal(count, new UserText("sample", text).Find(Wording.PrivateTerms).Count());

    [Fact]
    public void Messages_use_plain_words() => AssertNone(FindInMessages());

    [Fact]
    public void Messages_of_the_emulator_negate_the_verb() =>
        AssertNone(UserText.Messages(BuildPaths.Emulator).SelectMany(message => message.Find(Wording.NegatedNouns)));

    [Fact]
    public void Help_uses_plain_words() => AssertNone(FindInHelp());

    [Fact]
    public void Docs_negate_the_verb() => AssertNone(FindInDocs());

    [Fact]
    public void Each_exception_is_needed()
    {
        string[] findings = [.. FindInMessages(), .. FindInHelp(), .. FindInDocs()];

        Assert.All(Exceptions.Keys, known => Assert.Contains(findings, finding => finding.Contains(known, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> FindInMessages()
    {
        IReadOnlyList<UserText> module = UserText.Messages(Path.Combine(Module, "OtcPassword.dll"));
        IReadOnlyList<UserText> client = UserText.Messages(Path.Combine(Module, "OtcPassword.Client.dll"));
        Assert.True(module.Count >= 50 && client.Count >= 200, $"Found only {module.Count} and {client.Count} messages.");
        return module.Concat(client).SelectMany(message => message.Find(All));
    }

    private static IEnumerable<string> FindInHelp() => Pages(BuildPaths.Help).SelectMany(page => page.Find(All));

    private static IEnumerable<string> FindInDocs() => DocFolders
        .SelectMany(folder => Pages(Path.Combine(BuildPaths.Repository, folder)))
        .SelectMany(page => page.Find(Wording.NegatedNouns));

    private static UserText[] Pages(string folder)
    {
        UserText[] pages = [.. Directory.EnumerateFiles(folder, "*.md").Select(UserText.Page)];
        Assert.NotEmpty(pages);
        return pages;
    }

    /// <summary>Asserts that there are no findings apart from the exceptions.</summary>
    private static void AssertNone(IEnumerable<string> findings)
    {
        string[] found = [.. findings.Where(finding => !Exceptions.Keys.Any(known => finding.Contains(known, StringComparison.Ordinal)))];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}
