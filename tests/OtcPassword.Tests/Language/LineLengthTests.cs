using Xunit;

namespace OtcPassword.Tests.Language;

public class LineLengthTests
{
    // max_line_length in .editorconfig, which the compiler does not check.
    private const int Maximum = 140;

    [Theory]
    [InlineData("bench")]
    [InlineData("docs")]
    [InlineData("tests/OtcPassword.Tests/Architecture")]
    [InlineData("tests/OtcPassword.Tests/Assemblies")]
    [InlineData("tests/OtcPassword.Tests/Language")]
    [InlineData("tests/OtcPassword.Tests/Packaging")]
    public void Lines_have_at_most_140_characters(string folder)
    {
        string[] files = [.. Directory
            .EnumerateFiles(Path.Combine(BuildPaths.Repository, folder), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".ps1" or ".psm1" or ".md")
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];

        Assert.NotEmpty(files);
        // Tables and links of Markdown cannot be wrapped.
        IEnumerable<string> found = files.SelectMany(file => File.ReadLines(file)
            .Where(line => line.Length > Maximum && !line.StartsWith('|') && !line.StartsWith('['))
            .Select(line => $"{Path.GetRelativePath(BuildPaths.Repository, file)}: {line}"));
        Assert.False(found.Any(), string.Join('\n', found));
    }
}
