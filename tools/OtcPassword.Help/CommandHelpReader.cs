using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace OtcPassword.Help;

/// <summary>Reads the page of a cmdlet in the PlatyPS schema of 2024-05-01.</summary>
internal sealed partial class CommandHelpReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    private readonly string _name;
    private readonly List<Block> _blocks;

    private CommandHelpReader(string name, string markdown)
    {
        _name = name;
        _blocks = Markdown.Parse(markdown, Pipeline).ToList();
    }

    /// <exception cref="InvalidDataException">An element is missing or in the wrong place.</exception>
    public static CommandHelp Read(string name, string markdown)
    {
        try
        {
            return new CommandHelpReader(name, markdown).Read();
        }
        catch (Exception e) when (e is InvalidDataException or YamlException)
        {
            throw new InvalidDataException($"{name}.md: {e.Message}", e);
        }
    }

    private CommandHelp Read() => new(
        _name,
        ReadHelpUri(),
        string.Join(' ', PlainText.Paragraphs(Section("SYNOPSIS"))),
        PlainText.Paragraphs(Section("DESCRIPTION")),
        Entries("SYNTAX").Select(ReadSyntax).ToList(),
        Entries("EXAMPLES").Select(ReadExample).ToList(),
        Entries("PARAMETERS").Where(entry => entry.Title != "CommonParameters").Select(ReadParameter).ToList(),
        Entries("INPUTS").Select(ReadType).ToList(),
        Entries("OUTPUTS").Select(ReadType).ToList(),
        PlainText.Paragraphs(Section("NOTES")),
        Section("RELATED LINKS").OfType<LeafBlock>().Select(ReadLink).ToList());

    private string ReadHelpUri()
    {
        YamlFrontMatterBlock head = _blocks.OfType<YamlFrontMatterBlock>().FirstOrDefault()
            ?? throw new InvalidDataException("The front matter is missing.");
        Dictionary<string, string> values = Yaml.Deserialize<Dictionary<string, string>>(PlainText.Code(head));
        return values.TryGetValue("HelpUri", out string? uri) ? uri : throw new InvalidDataException("HelpUri is missing.");
    }

    /// <summary>Returns the blocks between a second-level heading and the next one.</summary>
    private List<Block> Section(string title)
    {
        int start = _blocks.FindIndex(block => block is HeadingBlock { Level: 2 } heading && PlainText.Of(heading) == title);
        return start >= 0
            ? _blocks.Skip(start + 1).TakeWhile(block => block is not HeadingBlock { Level: <= 2 }).ToList()
            : throw new InvalidDataException($"The section {title} is missing.");
    }

    /// <summary>Returns the third-level headings of a section, each with the blocks below it.</summary>
    private IEnumerable<(string Title, List<Block> Blocks)> Entries(string section)
    {
        List<Block> blocks = Section(section);
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i] is HeadingBlock heading)
            {
                yield return (PlainText.Of(heading), blocks.Skip(i + 1).TakeWhile(block => block is not HeadingBlock).ToList());
            }
        }
    }

    private static SyntaxHelp ReadSyntax((string Title, List<Block> Blocks) entry) => new(
        entry.Title.Replace(" (Default)", "", StringComparison.Ordinal),
        ParameterName().Matches(OnlyCode(entry)).Select(match => match.Groups[1].Value).ToList());

    private static ExampleHelp ReadExample((string Title, List<Block> Blocks) entry)
    {
        List<FencedCodeBlock> code = entry.Blocks.OfType<FencedCodeBlock>().ToList();
        return new ExampleHelp(
            entry.Title,
            PlainText.Paragraphs(entry.Blocks.TakeWhile(block => block is not CodeBlock)),
            code.Where(block => block.Info == "powershell").Select(PlainText.Code).Single(),
            code.Where(block => block.Info == "output").Select(PlainText.Code).SingleOrDefault(),
            PlainText.Paragraphs(entry.Blocks.SkipWhile(block => block is not CodeBlock).Where(block => block is not CodeBlock)));
    }

    private static ParameterHelp ReadParameter((string Title, List<Block> Blocks) entry) => new(
        entry.Title.TrimStart('-'),
        PlainText.Paragraphs(entry.Blocks.Where(block => block is not CodeBlock)),
        Yaml.Deserialize<ParameterMetadata>(OnlyCode(entry)));

    private static TypeHelp ReadType((string Title, List<Block> Blocks) entry) =>
        new(entry.Title, PlainText.Paragraphs(entry.Blocks));

    private static (string Text, string Uri) ReadLink(LeafBlock block) => block.Inline?.FirstChild is LinkInline { Url: { } uri }
        ? (PlainText.Of(block), uri)
        : throw new InvalidDataException($"Line {block.Line + 1} is not a link.");

    private static string OnlyCode((string Title, List<Block> Blocks) entry) => entry.Blocks.OfType<FencedCodeBlock>().ToList() is [var code]
        ? PlainText.Code(code)
        : throw new InvalidDataException($"{entry.Title} needs one code block.");

    // "-Name" in "Get-X [-Name] <string[]>", but not the hyphen of "Get-X".
    [GeneratedRegex(@"(?<![\w-])-(\w+)")]
    private static partial Regex ParameterName();
}
