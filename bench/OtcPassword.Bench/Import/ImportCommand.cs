using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using OtcPassword.Bench.Fleet;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Import;

/// <summary>
/// The cost of importing the module: complete runs of pwsh, alternating with runs that import a module with one empty cmdlet.
/// </summary>
internal static class ImportCommand
{
    private const int DefaultPairs = 25;

    public static void Run(string[] args)
    {
        int pairs = args is [string text] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultPairs;
        string empty = typeof(ImportCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "EmptyModulePath").Value!;
        string[] scripts =
        [
            "exit 0",
            $"Import-Module '{empty}'; exit 0",
            $"Import-Module '{Path.Combine(Report.Repository, "artifacts", "module", "OtcPassword")}'; exit 0",
        ];

        var times = scripts.Select(_ => new List<double>()).ToArray();
        for (int pair = -1; pair < pairs; pair++)
        {
            for (int i = 0; i < scripts.Length; i++)
            {
                double time = Measure(scripts[i]);

                // The first runs read from a cold disk cache.
                if (pair >= 0)
                {
                    times[i].Add(time);
                }
            }
        }

        string load = Machine.Load();
        double beyond = times[2].Zip(times[1], (ours, floor) => ours - floor).Median();
        string report = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Import

            {Machine.Describe()}; load {load}

            | medians of {pairs} whole runs, in turn | ms |
            | --- | --- |
            | pwsh that imports nothing | {times[0].Median():F0} |
            | a module of one empty cmdlet | {times[1].Median():F0} |
            | OtcPassword | {times[2].Median():F0} |
            | OtcPassword over the empty one, median of the pairs' differences | {beyond:F0} |

            """);
        string folder = Path.Combine(Report.Repository, "artifacts", "bench");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "import.md"), report);
        Console.WriteLine(report);
    }

    private static double Measure(string script)
    {
        ProcessStartInfo start = ChildProcess.Command(
            PowerShell.Program, PowerShell.Arguments("-NoProfile", "-NonInteractive", "-Command", script));
        var clock = Stopwatch.StartNew();
        ChildResult result = ChildProcess.Run(start, TimeSpan.FromMinutes(5));
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        result.RequireSuccess();
        return milliseconds;
    }
}
