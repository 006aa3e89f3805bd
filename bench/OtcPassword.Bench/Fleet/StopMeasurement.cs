using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Fleet;

/// <summary>The time that the module needs to stop during the maximum number of concurrent requests.</summary>
internal static class StopMeasurement
{
    private const int Stops = 10;

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            "Ctrl+C while Get-EcsServerPassword runs: until it is at rest", "requests under way", "ms, median", "ms, most");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(options.Throttle * 4));
        await emulator.SetFaultsAsync("""{"rules": [{"path": "*/os-server-password", "latencyMs": 30000}]}""");
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);
        double[] times = await input.MeasureAsync("stop.ps1", Stops, options.Throttle);
        if (times.Length != Stops)
        {
            throw new InvalidOperationException($"{times.Length} stops of {Stops}.");
        }

        table.Samples["ms"] = times;
        table.AddRow(options.Throttle, times.Median(), times.Max());
    }
}
