using System;
using OtcPassword.Bench.Fleet;
using OtcPassword.Bench.Import;
using OtcPassword.Bench.Micro;

switch (args)
{
    case ["fleet", .. string[] rest] when FleetOptions.TryParse(rest, out FleetOptions? options):
        await FleetCommand.RunAsync(options);
        return 0;
    case ["import", .. string[] rest]:
        ImportCommand.Run(rest);
        return 0;
    case ["micro", .. string[] rest]:
        MicroCommand.Run(rest);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            Measures OtcPassword. Nothing here is a test: look at the ratios, on a machine with nothing else to do.

              fleet [options]   many servers: the module and the client against other ways, in one run, in one table
                --servers N       for the module and the client (1000)
                --peer-servers N  for the ways that take one server after the other (100)
                --latency MS      of the emulated cloud (50)
                --throttle N      requests at the same time (32)
                --runs N          of each, of which the median counts (5)
                --only A,B        of: latency, decrypt, memory, stop (all)
                --many N          servers for the memory measurement, against 1000 (100000)
              import [N]        importing the module, against one with an empty cmdlet: N pairs of runs (25)
              micro [options]   parts of it, with BenchmarkDotNet and its options: --filter *Decrypt*

            Results are written to artifacts/bench.
            """);
        return 2;
}
