using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace OtcPassword.Bench.Fleet;

/// <summary>The measurements, as Markdown to read and as JSON to compare.</summary>
internal sealed class Report(FleetOptions options)
{
    private readonly DateTime _started = DateTime.UtcNow;
    private readonly string _machine = Machine.Describe();
    private readonly string _loadBefore = Machine.Load();
    private readonly List<ReportTable> _tables = [];

    public static string Repository { get; } = typeof(Report).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    public ReportTable Add(string title, params string[] columns)
    {
        var table = new ReportTable(title, columns);
        _tables.Add(table);
        Console.WriteLine($"{title} …");
        return table;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured {_started:yyyy-MM-dd HH:mm} UTC on {_machine}.");
        if (_loadBefore.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Load average before {_loadBefore}, after {Machine.Load()}.");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Medians of {options.Runs} runs, unless it says otherwise.");
        foreach (ReportTable table in _tables)
        {
            text.AppendLine().Append(table.ToMarkdown());
        }

        return text.ToString();
    }

    /// <summary>Writes both files and returns the path of the Markdown file.</summary>
    public string Save()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "bench")).FullName;
        string stem = Path.Combine(folder, $"fleet-{_started:yyyyMMdd-HHmmss}");
        File.WriteAllText(stem + ".md", ToMarkdown());
        File.WriteAllText(stem + ".json", JsonSerializer.Serialize(
            new
            {
                started = _started,
                machine = _machine,
                load = _loadBefore,
                options = new { options.Servers, options.PeerServers, options.LatencyMs, options.Throttle, options.Runs, options.Many },
                tables = _tables.Select(table => new { table.Title, table.Columns, table.Rows, table.Samples, table.Notes }),
            },
            Indented));
        return stem + ".md";
    }
}
