using System.Globalization;
using System.Text;

namespace OtcPassword.Bench.Fleet;

/// <summary>One table of the report.</summary>
internal sealed class ReportTable(string title, string[] columns)
{
    public string Title { get; } = title;

    public string[] Columns { get; } = columns;

    public List<string[]> Rows { get; } = [];

    /// <summary>Gets the values of all runs by measurement, in milliseconds unless the name has another unit.</summary>
    public Dictionary<string, double[]> Samples { get; } = [];

    public List<string> Notes { get; } = [];

    /// <param name="cells">The cells; numbers are written with their significant digits.</param>
    public void AddRow(params object[] cells)
    {
        string[] row = [.. cells.Select(Text)];
        Rows.Add(row);
        Console.WriteLine("  " + string.Join("  ", row));
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Columns)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|{string.Concat(Columns.Select((_, i) => i == 0 ? " --- |" : " ---: |"))}");
        foreach (string[] row in Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |");
        }

        foreach (string note in Notes)
        {
            text.AppendLine().AppendLine(note);
        }

        return text.ToString();
    }

    private static string Text(object cell) => cell switch
    {
        double number when Math.Abs(number) >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) >= 10 => number.ToString("N1", CultureInfo.InvariantCulture),
        double number => number.ToString("N2", CultureInfo.InvariantCulture),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
