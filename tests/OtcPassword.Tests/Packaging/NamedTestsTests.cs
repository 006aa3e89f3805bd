using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Packaging;

/// <summary>A renamed test or file stays under its old name in the documents unless a test finds it.</summary>
public class NamedTestsTests
{
    private static readonly string[] Files = [.. Directory
        .EnumerateFiles(Path.Combine(BuildPaths.Repository, "tests"), "*Tests.*", SearchOption.AllDirectories)
        .Where(file => Regex.IsMatch(file, @"Tests\.(cs|ps1)$"))];

    private static readonly string Tests = string.Concat(Files.Select(File.ReadAllText));

    [Theory]
    [InlineData("security.md", 60)]
    [InlineData("comparison.md", 10)]
    public void Page_names_tests_that_exist(string page, int minimum)
    {
        string[] xunit = [.. Names(page).Where(name => Regex.IsMatch(name, @"^[A-Z]\w*_\w*[a-z]\w*$"))];
        string[] pester = [.. Regex.Matches(Text(page), @"`([^`\n]+)`(?=(?:(?:, | and )`[^`\n]+`)* \([\w.]+\.Tests\.ps1\))")
            .Select(match => match.Groups[1].Value)];

        Assert.True(xunit.Length + pester.Length >= minimum, $"Only {xunit.Length} and {pester.Length} tests are named.");
        AssertNone(Regex.Matches(Text(page), @"\((\w[\w.]*Tests\.(?:cs|ps1))\)").Select(match => match.Groups[1].Value)
            .Except(Files.Select(file => Path.GetFileName(file))));
        AssertNone(xunit.Where(name => !Tests.Contains($" {name}(", StringComparison.Ordinal)));
        AssertNone(pester.Where(name => !Tests.Contains($" '{name}'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("how-to-change.md")]
    public void Page_names_files_and_folders_that_exist(string page)
    {
        string[] paths = [.. Names(page).Where(name => Regex.IsMatch(name, @"^(src|tools|tests|docs|bench)/[\w./-]+$"))];

        Assert.NotEmpty(paths);
        AssertNone(paths.Where(path => !Path.Exists(Path.Combine(BuildPaths.Repository, path))));
    }

    private static void AssertNone(IEnumerable<string> missing) => Assert.False(missing.Any(), string.Join('\n', missing));

    private static string Text(string page) => File.ReadAllText(Path.Combine(BuildPaths.Repository, "docs", page));

    private static IEnumerable<string> Names(string page) =>
        Regex.Matches(Text(page), "`([^`\\n]+)`").Select(match => match.Groups[1].Value);
}
