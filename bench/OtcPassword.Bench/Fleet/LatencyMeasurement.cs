using System.Diagnostics;
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
    private const int OneServerRuns = 10;

    private static readonly (string Name, string Way)[] Ways =
    [
        (ModuleRow, "objects"),
        ("module, IDs", "ids"),
        ("module, names", "names"),
    ];

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            $"{options.Servers:N0} servers, {options.LatencyMs} ms latency, {options.Throttle} requests at a time",
            "way", "servers measured", "seconds", "ms a server", "of the ideal time", "requests a server", "the module is faster by");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(options.Servers));
        Dictionary<string, string> truth = (await emulator.ServersAsync()).ToDictionary(server => server.Id, server => server.Password!);
        string[] all = [.. truth.Keys];
        string[] few = [.. all.Take(options.PeerServers)];
        await emulator.SetFaultsAsync($$"""{"rules": [{"service": "ecs", "latencyMs": {{options.LatencyMs}} }]}""");
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);

        var times = new List<(string Name, int Servers, double Seconds, double? Requests)>();
        times.Add(("ideal: servers × latency / throttle", options.Servers, options.Ideal(options.Servers).TotalSeconds, 1));

        var bare = new List<double>();
        for (int run = 0; run <= options.Runs; run++)
        {
            bare.Add(await BareRequests.RunAsync(emulator.Ready, input.Token, all, options.Throttle));
        }

        Add("bare HttpClient, responses discarded", all.Length, [.. bare[1..]]);

        var first = new List<double>();
        foreach ((string name, string way) in Ways)
        {
            double[] calls = await ModuleAsync(way, all, options.Runs + 1);
            Add(name, all.Length, calls[1..], await RequestsAsync(all.Length * (options.Runs + 1)));
            first.AddRange(way == "objects" ? [calls[0]] : []);
        }

        while (first.Count < options.Runs)
        {
            first.AddRange(await ModuleAsync("objects", all, 1));
        }

        Add("module, first call of a new PowerShell", all.Length, [.. first]);
        foreach ((string name, string way) in Ways)
        {
            double[] calls = await ModuleAsync(way, [all[0]], OneServerRuns + 1);
            Add($"one server: {name}", 1, calls[1..], await RequestsAsync(OneServerRuns + 1));
            Add($"one server, first call: {name}", 1, [calls[0]]);
        }

        (double[] bareMetal, double bareMetalRequests) = await BareMetalAsync(options);
        Add("module, bare metal servers (BMS)", options.Servers, bareMetal, bareMetalRequests);
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

        double own = times.Single(time => time.Name == ModuleRow).Seconds / all.Length;
        foreach ((string name, int servers, double seconds, double? requests) in times)
        {
            double each = seconds / servers;
            table.AddRow(
                name, servers, seconds, each * 1000, seconds / options.Ideal(servers).TotalSeconds,
                requests is { } number ? number : "", servers == 1 ? "" : each / own);
        }

        table.Notes.Add(
            "Each method gets a token and the server IDs, and measures its time without its start and sign-in, except for nova, "
            + "which needs both. Methods that were measured with fewer servers are compared by their time per server. "
            + "All passwords were compared with those of the emulator.");

        Task<double[]> ModuleAsync(string way, string[] ids, int runs) =>
            Module(way).RunAsync(input, ids, truth, runs, options.Throttle);

        async Task<double> RequestsAsync(int passwords) =>
            (double)(await emulator.CountersAsync()).Total / passwords;

        void Add(string name, int servers, double[] milliseconds, double? requests = null)
        {
            table.Samples[name] = milliseconds;
            times.Add((name, servers, milliseconds.Median() / 1000, requests));
        }
    }

    /// <summary>In its own emulator, because ECS lists bare metal servers as well.</summary>
    private static async Task<(double[] Milliseconds, double Requests)> BareMetalAsync(FleetOptions options)
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(options.Servers, isBareMetal: true));
        Dictionary<string, string> truth = (await emulator.ServersAsync()).ToDictionary(server => server.Id, server => server.Password!);
        await emulator.SetFaultsAsync($$"""{"rules": [{"service": "bms", "latencyMs": {{options.LatencyMs}} }]}""");
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);
        string[] ids = [.. truth.Keys];
        double[] calls = await Module("bms").RunAsync(input, ids, truth, options.Runs + 1, options.Throttle);
        return (calls[1..], (double)(await emulator.CountersAsync()).Total / (ids.Length * calls.Length));
    }

    private static Peer Module(string way) =>
        new($"module, {way}", PowerShell.Program, PowerShell.File(PeerInput.Script("module.ps1"), way));

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
                if (result.Status == PasswordStatus.Decrypted
                    && new System.Net.NetworkCredential("", result.Password).Password == truth[result.Server.Id])
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
