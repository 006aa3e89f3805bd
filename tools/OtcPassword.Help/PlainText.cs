using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OtcPassword.Help;

/// <summary>Converts Markdown to the plain text that Get-Help can show.</summary>
internal static class PlainText
{
    /// <summary>Returns the paragraphs of blocks. A list is one paragraph with a line for each item.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(Paragraphs).ToList();

    /// <summary>Returns the text of a paragraph, heading, or table cell on one line.</summary>
    public static string Of(LeafBlock block) => Of(block.Inline);

    /// <summary>Returns the text of a table cell.</summary>
    public static string Of(TableCell cell) => string.Join(' ', cell.OfType<LeafBlock>().Select(Of));

    /// <summary>Returns the lines of a code block.</summary>
    public static string Code(CodeBlock block) => string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString()));

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        ListBlock list => [string.Join('\n', list.OfType<ListItemBlock>().Select(item => "- " + string.Join(' ', Paragraphs((IEnumerable<Block>)item))))],
        LeafBlock leaf when leaf is ParagraphBlock or HeadingBlock => [Of(leaf)],
        _ => throw new InvalidDataException($"Line {block.Line + 1}: a {block.GetType().Name} is not allowed here."),
    };

    private static string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (Inline inline in inlines ?? Enumerable.Empty<Inline>())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline container => Of(container),
                _ => throw new InvalidDataException($"A {inline.GetType().Name} is not allowed in text."),
            });
        }

        return text.ToString();
    }
}
