using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace OtcPassword.Bench.Fleet;

/// <summary>One way to get passwords that is a program of its own, and checks that it got the right ones.</summary>
internal sealed class Peer(string name, string program, params string[] arguments)
{
    public string Name { get; } = name;

    /// <summary>Runs it and returns the milliseconds of each run, as it measured them itself.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not get the passwords that were put in.</exception>
    public async Task<double[]> RunAsync(
        PeerInput input, IReadOnlyList<string> ids, IReadOnlyDictionary<string, string> truth, int runs, int throttle)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach ((string key, string? value) in input.Variables(ids, runs, throttle))
        {
            start.Environment[key] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} failed: {errors}{await output}");
        }

        string[][] lines = [.. File.ReadLines(input.OutFile).Select(line => line.Split('\t', 2))];
        if (lines.Length != ids.Count || lines.Any(line => truth[line[0]] != line[1]))
        {
            throw new InvalidOperationException($"{Name} got {lines.Length} passwords of {ids.Count}, or wrong ones. {errors}");
        }

        return [.. File.ReadLines(input.TimesFile).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }
}
