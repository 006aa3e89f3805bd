using System.Globalization;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Fleet;

/// <summary>The peak memory of PowerShell for a small and for a large fleet, each in a new process.</summary>
internal static class MemoryMeasurement
{
    private const int FewServers = 1000;

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            "Get-EcsServer | Get-EcsServerPassword: peak memory of the PowerShell process",
            "servers", "MiB", "of that for 1,000", "seconds");
        if (!OperatingSystem.IsLinux())
        {
            table.Notes.Add("Not measured: needs the peak that Linux keeps of each process.");
            return;
        }

        // The large fleet is measured once because it takes minutes.
        double few = 0;
        few = await MeasureAsync(FewServers, Math.Min(options.Runs, 3));
        await MeasureAsync(options.Many, 1);

        async Task<double> MeasureAsync(int count, int runs)
        {
            using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(count));
            using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);
            var peaks = new List<double>();
            var times = new List<double>();
            for (int run = 0; run < runs; run++)
            {
                (double peak, double milliseconds) = await RunAsync(input, count);
                peaks.Add(peak);
                times.Add(milliseconds);
            }

            double median = peaks.Median();
            table.Samples[string.Create(CultureInfo.InvariantCulture, $"{count} servers, MiB")] = [.. peaks];
            table.AddRow(count, median, few == 0 ? 1.0 : median / few, times.Median() / 1000);
            return median;
        }
    }

    private static async Task<(double Peak, double Milliseconds)> RunAsync(PeerInput input, int count)
    {
        double[] numbers = await input.MeasureAsync("memory.ps1", 1, 32);
        return (int)numbers[0] == count
            ? (numbers[1] / 1024, numbers[2])
            : throw new InvalidOperationException($"{numbers[0]} passwords of {count}.");
    }
}
