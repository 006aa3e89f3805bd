namespace OtcPassword.Bench.Fleet;

/// <summary>The fleet benchmark: one command, one report.</summary>
internal static class FleetCommand
{
    public static async Task RunAsync(FleetOptions options)
    {
        var report = new Report(options);
        if (options.Only.Contains("latency"))
        {
            await LatencyMeasurement.RunAsync(options, report);
        }

        if (options.Only.Contains("startup"))
        {
            await StartupMeasurement.RunAsync(options, report);
        }

        if (options.Only.Contains("decrypt"))
        {
            await DecryptMeasurement.RunAsync(options, report);
        }

        if (options.Only.Contains("memory"))
        {
            await MemoryMeasurement.RunAsync(options, report);
        }

        if (options.Only.Contains("stop"))
        {
            await StopMeasurement.RunAsync(options, report);
        }

        Console.WriteLine();
        Console.WriteLine(report.ToMarkdown());
        Console.WriteLine($"Written: {report.Save()}");
    }
}
