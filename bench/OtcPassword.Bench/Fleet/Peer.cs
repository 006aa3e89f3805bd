using System.Diagnostics;
using System.Globalization;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Fleet;

/// <summary>Another program that gets passwords, and a check of its passwords.</summary>
internal sealed class Peer(string name, string program, params string[] arguments)
{
    // Each run of nova takes about half an hour for 1,000 passwords.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromHours(6);

    public string Name { get; } = name;

    /// <summary>Runs the program and returns the milliseconds of each run, which the program measures itself.</summary>
    /// <exception cref="InvalidOperationException">The program failed, or its passwords differ from those of the emulator.</exception>
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
