using OtcPassword.Bench;
using OtcPassword.Bench.Fleet;
using OtcPassword.Bench.Import;
using OtcPassword.Bench.Micro;

switch (args)
{
    case ["fleet", .. string[] rest] when FleetOptions.TryParse(rest, out FleetOptions? options):
        PowerShell.Restore();
        await FleetCommand.RunAsync(options);
        return 0;
    case ["import", .. string[] rest]:
        PowerShell.Restore();
        ImportCommand.Run(rest);
        return 0;
    case ["micro", .. string[] rest]:
        MicroCommand.Run(rest);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            Measures OtcPassword. These are not tests: compare the ratios, on a computer without other work.

              fleet [options]   many servers: compares the module and the client with other methods in one table
                --servers N       servers for the module and the client (1000)
                --peer-servers N  servers for the methods that get one password after the other (100)
                --latency MS      latency of the emulated cloud (50)
                --throttle N      concurrent requests (32)
                --runs N          runs of each method, of which the median counts (5)
                --only A,B        measurements: latency, startup, decrypt, memory, stop (all)
                --many N          servers for the memory measurement, compared with 1000 (100000)
              import [N]        imports the module, compared with a module with an empty cmdlet: N pairs of runs (25)
              micro [options]   parts of the module, with BenchmarkDotNet and its options: --filter *Decrypt*

            Results are written to artifacts/bench.
            """);
        return 2;
}
