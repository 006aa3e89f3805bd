using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Fleet;

/// <summary>One way to get passwords that is a program of its own, and checks that it got the right ones.</summary>
internal sealed class Peer(string name, string program, params string[] arguments)
{
    // nova gets a thousand passwords in 23 minutes, each run.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromHours(6);

    public string Name { get; } = name;

    /// <summary>Runs it and returns the milliseconds of each run, as it measured them itself.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not get the passwords that were put in.</exception>
    public async Task<double[]> RunAsync(
        PeerInput input, IReadOnlyList<string> ids, IReadOnlyDictionary<string, string> truth, int runs, int throttle)
    {
        ProcessStartInfo start = ChildProcess.Command(program, arguments);
        foreach ((string key, string? value) in input.Variables(ids, runs, throttle))
        {
            start.Environment[key] = value;
        }

        ChildResult result = await Task.Run(() => ChildProcess.Run(start, TimeLimit));
        result.RequireSuccess();
        string[][] lines = [.. File.ReadLines(input.OutFile).Select(line => line.Split('\t', 2))];
        if (lines.Length != ids.Count || lines.Any(line => truth[line[0]] != line[1]))
        {
            throw new InvalidOperationException($"{Name} got {lines.Length} passwords of {ids.Count}, or wrong ones. {result.Error}");
        }

        return [.. File.ReadLines(input.TimesFile).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }
}
