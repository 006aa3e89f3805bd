using System.Diagnostics;
using OtcPassword.Tests.Emulator;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Fleet;

/// <summary>
/// Where the time of a script that signs in and gets one password goes. Each step is the difference between two whole processes,
/// of which one ends before the step and the other one after it.
/// </summary>
internal static class StartupMeasurement
{
    private const int RunsPerStep = 4;

    private static readonly (string Name, string Until)[] Steps =
    [
        ("PowerShell itself", "powershell"),
        ("Import-Module", "import"),
        ("Connect-OtcSession", "sign-in"),
        ("Get-EcsServerPassword -ServerId -KeyFile", "password"),
    ];

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            "A script that signs in and gets one password, without network latency", "step", "ms", "of the time without PowerShell itself");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(1));
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);
        string id = (await emulator.ServersAsync()).Single().Id;

        int runs = options.Runs * RunsPerStep;
        var times = Steps.Select(_ => new List<double>()).ToArray();
        for (int run = -1; run < runs; run++)
        {
            for (int step = 0; step < Steps.Length; step++)
            {
                double milliseconds = await Task.Run(() => Measure(input, id, Steps[step].Until));

                // The first processes read from a cold disk cache.
                if (run >= 0)
                {
                    times[step].Add(milliseconds);
                }
            }
        }

        double own = Difference(times[^1], times[0]);
        table.AddRow(Steps[0].Name, times[0].Median(), "");
        for (int step = 1; step < Steps.Length; step++)
        {
            double milliseconds = Difference(times[step], times[step - 1]);
            table.AddRow(Steps[step].Name, milliseconds, milliseconds / own);
        }

        table.AddRow("all without PowerShell itself", own, 1.0);
        foreach (((string _, string until), List<double> samples) in Steps.Zip(times))
        {
            table.Samples[until] = [.. samples];
        }

        table.Notes.Add($"Medians of the differences of {runs} whole processes per step, in turn.");
    }

    private static double Difference(List<double> after, List<double> before) =>
        after.Zip(before, (with, without) => with - without).Median();

    private static double Measure(PeerInput input, string id, string until)
    {
        ProcessStartInfo start = ChildProcess.Command(
            PowerShell.Program, PowerShell.File(PeerInput.Script("startup.ps1"), until));
        foreach ((string key, string? value) in input.Variables([id], 1, 1))
        {
            start.Environment[key] = value;
        }

        var clock = Stopwatch.StartNew();
        ChildResult result = ChildProcess.Run(start, TimeSpan.FromMinutes(5));
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        result.RequireSuccess();
        return milliseconds;
    }
}
