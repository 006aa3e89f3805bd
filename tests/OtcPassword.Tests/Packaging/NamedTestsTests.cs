using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Packaging;

/// <summary>Pages that quote test names must quote existing tests.</summary>
public class NamedTestsTests
{
    private static readonly string Docs = Path.GetDirectoryName(BuildPaths.Help)!;

    private static readonly Dictionary<string, string> Files = Directory
        .EnumerateFiles(Path.Combine(Path.GetDirectoryName(Docs)!, "tests"), "*Tests.*", SearchOption.AllDirectories)
        .Where(file => Regex.IsMatch(file, @"Tests\.(cs|ps1)$"))
        .GroupBy(file => Path.GetFileName(file))
        .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));

    [Fact]
    public void Comparison_page_names_tests_that_exist()
    {
        // A cell has the form: `name` (File), or several names before their file.
        string page = File.ReadAllText(Path.Combine(Docs, "comparison.md"));
        List<(string Test, string File)> named = Regex
            .Matches(page, @"((?:`[^`]+`(?:, | and )?)+) \((\w[\w.]*Tests\.(?:cs|ps1))\)").Cast<Match>()
            .SelectMany(cell => Names(cell.Groups[1].Value).Select(test => (test, cell.Groups[2].Value)))
            .ToList();

        Assert.InRange(named.Count, 20, 100);
        Assert.DoesNotContain(named, test => !Files.TryGetValue(test.File, out string? text) || !text.Contains(test.Test));
    }

    [Fact]
    public void Each_claim_of_the_comparison_has_a_row_with_its_test()
    {
        string[] halves = Regex.Split(File.ReadAllText(Path.Combine(Docs, "comparison.md")), "## Tests for each row");

        string[] claims = Rows(halves[0]);
        string[] shown = Rows(halves[1]);

        Assert.InRange(claims.Length, 15, 30);
        Assert.Equal(claims, shown.Where(claim => claim != "claim"));
    }

    [Fact]
    public void Security_page_names_tests_that_exist()
    {
        string page = File.ReadAllText(Path.Combine(Docs, "security.md"));
        string[] named = Names(page).Where(name => Regex.IsMatch(name, @"^[A-Z]\w*_\w*[a-z]\w*$")).ToArray();

        Assert.InRange(named.Length, 60, 500);
        Assert.DoesNotContain(named, name => !Files.Values.Any(text => text.Contains($" {name}(")));
    }

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("how-to-change.md")]
    public void Page_names_files_and_folders_that_exist(string page)
    {
        string[] paths = Names(File.ReadAllText(Path.Combine(Docs, page)))
            .Where(name => Regex.IsMatch(name, @"^(src|tools|tests|docs|bench)/[\w./-]+$"))
            .ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(
            File.Exists(Path.Combine(BuildPaths.Repository, path)) || Directory.Exists(Path.Combine(BuildPaths.Repository, path)), path));
    }

    /// <summary>Returns the first cell of each table row.</summary>
    private static string[] Rows(string page) =>
        Regex.Matches(page, @"^\| (\w[^|\n]*) \|", RegexOptions.Multiline).Cast<Match>().Select(match => match.Groups[1].Value).ToArray();

    private static IEnumerable<string> Names(string text) =>
        Regex.Matches(text, "`([^`\\n]+)`").Cast<Match>().Select(match => match.Groups[1].Value);
}
