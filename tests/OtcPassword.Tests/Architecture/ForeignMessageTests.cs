using System.Text.RegularExpressions;
using Xunit;

namespace OtcPassword.Tests.Architecture;

/// <summary>
/// The message of an exception of .NET can quote a secret: only ForeignText may read it. Exceptions of the module have messages
/// that were written without secrets.
/// </summary>
public class ForeignMessageTests
{
    private static readonly Regex Declaration = new(@"\b(\w*Exception)\??\s+(\w+)", RegexOptions.CultureInvariant);

    [Theory]
    [InlineData("catch (Exception e) when (e is IOException) { throw Failed(e.Message); }", 1)]
    [InlineData("catch (IOException e) { Trace($\"{e.Message}\"); }", 1)]
    [InlineData("string Explain(Exception cause) => cause.ToString();", 1)]
    [InlineData("string Explain(Exception? cause) => cause!.GetBaseException().Message;", 1)]
    [InlineData("catch (OtcException e) { Trace(e.Message); } catch (Exception e) { Trace(e.Message); }", 1)]
    [InlineData("catch (Exception e) { Trace(\"x\"); } catch (OtcException e) { Trace(e.Message); }", 0)]
    [InlineData("catch (Exception e) { Trace((e as OtcException)?.Message); }", 0)]
    [InlineData("catch (Exception e) { Trace(ForeignText.Reason(e)); }", 0)]
    public void Message_of_another_exception_is_found(string code, int count) => Assert.Equal(count, Find(code).Count());

    [Fact]
    public void Only_ForeignText_reads_the_messages_of_other_exceptions()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(BuildPaths.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "ForeignText.cs"
                && !Path.GetRelativePath(BuildPaths.Repository, path).Split('/', '\\').Contains("obj"))];

        Assert.InRange(files.Length, 100, int.MaxValue);
        string[] found = [.. files.SelectMany(path => Find(File.ReadAllText(path)).Select(use => $"{Path.GetFileName(path)}: {use}"))];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    // A variable is searched from its declaration to the next one of the same name.
    private static IEnumerable<string> Find(string code)
    {
        Match[] declarations = Declaration.Matches(code).ToArray();
        foreach (Match declaration in declarations.Where(found => found.Groups[1].Value is not ("OtcException" or "KeyDataException")))
        {
            string name = declaration.Groups[2].Value;
            int start = declaration.Index + declaration.Length;
            int end = Array.Find(declarations, other => other.Index >= start && other.Groups[2].Value == name)?.Index ?? code.Length;
            foreach (Match use in Regex.Matches(code[start..end], $@"\b{name}[!?]?(?:\.\w+\(\))*\.(?:Message\b|ToString\(\))"))
            {
                yield return use.Value;
            }
        }
    }
}
