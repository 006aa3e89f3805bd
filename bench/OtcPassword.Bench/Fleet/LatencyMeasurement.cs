using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Fleet;

/// <summary>A fleet in a cloud with latency: compares the module and the client with other methods and the ideal.</summary>
internal static class LatencyMeasurement
{
    private const string ModuleRow = "module, in a real PowerShell";
    private const int NovaServers = 4;

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            $"{options.Servers:N0} servers, {options.LatencyMs} ms latency, {options.Throttle} requests at a time",
            "way", "servers measured", "seconds", "ms a server", "of the ideal time", "the module is faster by");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(options.Servers));
        Dictionary<string, string> truth = (await emulator.ServersAsync()).ToDictionary(server => server.Id, server => server.Password!);
        string[] all = [.. truth.Keys];
        string[] few = [.. all.Take(options.PeerServers)];
        await emulator.SetFaultsAsync($$"""{"rules": [{"service": "ecs", "latencyMs": {{options.LatencyMs}} }]}""");
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);

        var times = new List<(string Name, int Servers, double Seconds)>();
        double ideal = options.Ideal(options.Servers).TotalSeconds;
        times.Add(("ideal: servers × latency / throttle", options.Servers, ideal));

        var bare = new List<double>();
        for (int run = 0; run <= options.Runs; run++)
        {
            bare.Add(await BareRequests.RunAsync(emulator.Ready, input.Token, all, options.Throttle));
        }

        Add("bare HttpClient, responses discarded", all.Length, [.. bare[1..]]);

        var module = new Peer("module", PowerShell.Program, PowerShell.File(PeerInput.Script("module.ps1")));
        double[] calls = await module.RunAsync(input, all, truth, options.Runs + 1, options.Throttle);
        Add(ModuleRow, all.Length, calls[1..]);
        var first = new List<double> { calls[0] };
        while (first.Count < options.Runs)
        {
            first.AddRange(await module.RunAsync(input, all, truth, 1, options.Throttle));
        }

        Add("module, first call of a new PowerShell", all.Length, [.. first]);
        Add("client, in-process", all.Length, await ClientAsync(emulator.Ready, truth, options));

        foreach ((Peer peer, string[] ids, int runs) in Peers(options, all, few))
        {
            try
            {
                Add(peer.Name, ids.Length, await peer.RunAsync(input, ids, truth, runs, options.Throttle));
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                table.Notes.Add($"Not measured: {peer.Name}: {e.Message.Split('\n')[0]}");
            }
        }

        (_, int ownServers, double ownSeconds) = times.Single(time => time.Name == ModuleRow);
        double own = ownSeconds / ownServers;
        foreach ((string name, int servers, double seconds) in times)
        {
            double each = seconds / servers;
            table.AddRow(name, servers, seconds, each * 1000, each * options.Servers / ideal, each / own);
        }

        table.Notes.Add(
            "Each method gets a token and the server IDs, and measures its time without its start and sign-in, except for nova, "
            + "which needs both. Methods that were measured with fewer servers are compared by their time per server. "
            + "All passwords were compared with those of the emulator.");

        void Add(string name, int servers, double[] milliseconds)
        {
            table.Samples[name] = milliseconds;
            times.Add((name, servers, milliseconds.Median() / 1000));
        }
    }

    private static IEnumerable<(Peer Peer, string[] Ids, int Runs)> Peers(FleetOptions options, string[] all, string[] few)
    {
        yield return (new Peer("(a) loop of curl and openssl", "bash", PeerInput.Script("curl-openssl.sh")), few, options.Runs);
        yield return (Script("(b) PowerShell script, one after the other", "sequential.ps1"), few, options.Runs);
        yield return (Script("(b) PowerShell script, ForEach-Object -Parallel", "parallel.ps1"), all, options.Runs);
        yield return (new Peer("(c) nova get-password", "bash", PeerInput.Script("nova.sh")), [.. few.Take(NovaServers)], 1);
    }

    private static Peer Script(string name, string file) =>
        new(name, PowerShell.Program, PowerShell.File(PeerInput.Script(file)));

    private static async Task<double[]> ClientAsync(
        EmulatorReady ready, Dictionary<string, string> truth, FleetOptions options)
    {
        using Session session = await TestSession.ConnectAsync(ready);
        var fleet = new ClientFleet(session, ready.KeyFolder, options.Throttle);
        IReadOnlyList<Server> servers = await fleet.ListAsync();
        var times = new List<double>();

        // One more run than counted, because the first one includes compilation.
        for (int run = 0; run <= options.Runs; run++)
        {
            int right = 0;
            long start = Stopwatch.GetTimestamp();
            using KeyRing keys = fleet.OpenKeys();
            await fleet.RunAsync(servers, keys, result =>
            {
                if (result.Status == PasswordStatus.Decrypted && new System.Net.NetworkCredential("", result.Password).Password == truth[result.Server.Id])
                {
                    right++;
                }
            });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _ = right == servers.Count ? right : throw new InvalidOperationException($"{right} passwords of {servers.Count}.");
        }

        return [.. times.Skip(1)];
    }
}
