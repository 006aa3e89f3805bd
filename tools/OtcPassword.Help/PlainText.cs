using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OtcPassword.Help;

/// <summary>Markdown as plain text: what Get-Help can show.</summary>
internal static class PlainText
{
    /// <summary>The paragraphs and list items in some blocks.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(Paragraphs).ToList();

    /// <summary>The text of a paragraph, a heading or a table's cell, on one line.</summary>
    public static string Of(LeafBlock block) => Of(block.Inline);

    /// <summary>The text of a table's cell.</summary>
    public static string Of(TableCell cell) => string.Join(' ', cell.OfType<LeafBlock>().Select(Of));

    /// <summary>The lines of a block of code.</summary>
    public static string Code(CodeBlock block) => string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString()));

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        ListBlock list => list.OfType<ListItemBlock>().Select(item => "- " + string.Join(' ', Paragraphs((IEnumerable<Block>)item))),
        LeafBlock leaf when leaf is ParagraphBlock or HeadingBlock => [Of(leaf)],
        _ => throw new InvalidDataException($"Line {block.Line + 1}: a {block.GetType().Name} can't stand here."),
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
                _ => throw new InvalidDataException($"A {inline.GetType().Name} can't stand in a text."),
            });
        }

        return text.ToString();
    }
}
