using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace OtcPassword.Help;

/// <summary>Writes an about topic as plain text, which Get-Help shows unchanged: 80 columns, indented below its headings.</summary>
internal static class AboutTopicWriter
{
    private const int Width = 80;
    private const string Indent = "    ";
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <exception cref="InvalidDataException">The page has an element that plain text can't show.</exception>
    public static void Write(string markdown, string path)
    {
        var lines = new List<string>();
        foreach (Block block in Markdown.Parse(markdown, Pipeline))
        {
            bool followsHeading = lines.Count > 0 && !lines[^1].StartsWith(' ');
            if (lines.Count > 0 && !followsHeading)
            {
                lines.Add("");
            }

            lines.AddRange(block switch
            {
                HeadingBlock { Level: 1 } title => ["TOPIC", Indent + PlainText.Of(title)],
                HeadingBlock heading => [PlainText.Of(heading)],
                Table table => OfTable(table),
                CodeBlock code => PlainText.Code(code).Split('\n').Select(line => Indent + Indent + line),
                ListBlock list => PlainText.Paragraphs([list]).Single().Split('\n').SelectMany(item => Wrap(item, Indent, Indent + "  ")),
                _ => PlainText.Paragraphs([block]).SelectMany(text => Wrap(text, Indent, Indent)),
            });
        }

        // Windows PowerShell reads text without a byte order mark in the encoding of the system.
        File.WriteAllText(path, string.Join('\n', lines.Select(line => line.TrimEnd())) + "\n", new UTF8Encoding(true));
    }

    private static IEnumerable<string> OfTable(Table table)
    {
        List<List<string>> rows = table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(PlainText.Of).ToList()).ToList();
        List<int> widths = Enumerable.Range(0, rows[0].Count - 1).Select(column => rows.Max(row => row[column].Length)).ToList();
        List<string> rule = [.. widths.Select(width => new string('-', width)), new string('-', rows[0][^1].Length)];
        foreach (List<string> row in rows.Take(1).Append(rule).Concat(rows.Skip(1)))
        {
            string head = Indent + string.Concat(row.Zip(widths, (cell, width) => cell.PadRight(width + 2)));
            foreach (string line in Wrap(row[^1], head, new string(' ', head.Length)))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, string first, string others)
    {
        var line = new StringBuilder(first);
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear().Append(others);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        yield return line.ToString();
    }
}
