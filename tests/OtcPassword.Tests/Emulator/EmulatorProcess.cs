using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OtcPassword.TestTools;

namespace OtcPassword.Tests.Emulator;

/// <summary>
/// An emulator in a separate process, which the tests on .NET Framework can also use. One process serves all emulators of the
/// test run that don't need a process of their own, because the start of a process takes longer than most tests. The process
/// ends with the test run, even if the test run is killed.
/// </summary>
public sealed class EmulatorProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<EmulatorProcess>> Shared = new(() => StartProcessAsync(null));

    private readonly ChildProcess? _process;
    private readonly HttpClient _http = new();

    /// <param name="process">The process of this emulator, or null if the emulator is in the shared process.</param>
    /// <param name="ready">The connection details.</param>
    private EmulatorProcess(ChildProcess? process, EmulatorReady ready)
    {
        _process = process;
        Ready = ready;
    }

    public EmulatorReady Ready { get; }

    /// <param name="scenario">A scenario in JSON, or null for the built-in one.</param>
    public static async Task<EmulatorProcess> StartAsync(string? scenario = null)
    {
        EmulatorProcess shared = await Shared.Value;
        using JsonDocument ready = JsonDocument.Parse(await shared.ControlAsync("POST", "emulators", scenario));
        return new EmulatorProcess(null, new EmulatorReady(ready.RootElement));
    }

    /// <summary>Starts an emulator in a process of its own.</summary>
    /// <param name="scenario">The content of the scenario file, or null for the built-in scenario.</param>
    /// <exception cref="EmulatorStartException">The emulator ended, or did not start in time.</exception>
    public static async Task<EmulatorProcess> StartProcessAsync(byte[]? scenario)
    {
        string stem = Path.Combine(Path.GetTempPath(), "otc-emulator-" + Guid.NewGuid().ToString("N"));
        string readyFile = stem + ".ready";
        string scenarioFile = stem + ".json";
        try
        {
            var arguments = new List<string> { "--port", "0", "--ready-file", readyFile };
            using (Process self = Process.GetCurrentProcess())
            {
                arguments.AddRange(["--parent", self.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            }

            if (scenario is not null)
            {
                File.WriteAllBytes(scenarioFile, scenario);
                arguments.AddRange(["--scenario", scenarioFile]);
            }

            ChildProcess process = Run(arguments);
            var waited = Stopwatch.StartNew();
            while (!File.Exists(readyFile))
            {
                if (process.Process.HasExited || waited.Elapsed > StartTimeout)
                {
                    throw Failed(process);
                }

                await Task.Delay(20);
            }

            using JsonDocument ready = JsonDocument.Parse(File.ReadAllText(readyFile));
            return new EmulatorProcess(process, new EmulatorReady(ready.RootElement));
        }
        finally
        {
            File.Delete(readyFile);
            File.Delete(scenarioFile);
        }
    }

    /// <summary>Starts the emulator and collects its output.</summary>
    public static ChildProcess Run(IEnumerable<string> arguments) => ChildProcess.Start(ChildProcess.Command(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
        [BuildPaths.Emulator, .. arguments]));

    /// <summary>Returns all servers of all projects, with their decrypted passwords.</summary>
    public async Task<IReadOnlyList<EmulatedServer>> ServersAsync()
    {
        using JsonDocument state = await StateAsync();
        return [.. state.RootElement.GetProperty("servers").EnumerateArray().Select(s => new EmulatedServer(s))];
    }

    /// <summary>Returns the servers of the first user's default project.</summary>
    /// <param name="service">ecs, bms, or null for both.</param>
    public async Task<IReadOnlyList<EmulatedServer>> ServersAsync(string? service) =>
        [.. (await ServersAsync()).Where(s => s.ProjectId == Ready.ProjectId && (service is null || s.Service == service))];

    public async Task<EmulatedServer> ServerAsync(string name) => (await ServersAsync()).Single(s => s.Name == name);

    public async Task<JsonDocument> StateAsync() => JsonDocument.Parse(await _http.GetStringAsync(Ready.ControlUrl + "/state"));

    public async Task<EmulatorCounters> CountersAsync()
    {
        using JsonDocument json = JsonDocument.Parse(await _http.GetStringAsync(Ready.ControlUrl + "/counters"));
        return new EmulatorCounters(json.RootElement);
    }

    public Task ResetCountersAsync() => ControlAsync("POST", "counters/reset");

    /// <param name="json">{"seed": 1, "rules": [{…}]}; an empty object removes all faults.</param>
    public Task SetFaultsAsync(string json) => ControlAsync("PUT", "faults", json);

    public Task SetSettingsAsync(string json) => ControlAsync("PUT", "settings", json);

    public Task AdvanceClockAsync(double seconds) =>
        ControlAsync("POST", "clock", FormattableString.Invariant($"{{\"advanceSeconds\": {seconds}}}"));

    /// <summary>Makes the emulator reject all tokens, although their expiry time has not passed.</summary>
    public Task ExpireTokensAsync() => ControlAsync("POST", "tokens/expire");

    public Task ClearPasswordAsync(string serverId) => ControlAsync("DELETE", $"servers/{serverId}/password");

    /// <param name="serverId">The server ID.</param>
    /// <param name="password">The new password, or null for the previous one.</param>
    public Task PostPasswordAsync(string serverId, string? password = null) => ControlAsync(
        "PUT", $"servers/{serverId}/password", password is null ? "{}" : $"{{\"password\": {JsonSerializer.Serialize(password)}}}");

    /// <param name="json">A server entry, as in a scenario.</param>
    public async Task<IReadOnlyList<EmulatedServer>> AddServersAsync(string json)
    {
        using JsonDocument made = JsonDocument.Parse(await ControlAsync("POST", "servers", json));
        return [.. made.RootElement.GetProperty("servers").EnumerateArray().Select(s => new EmulatedServer(s))];
    }

    /// <summary>Sends a request to the control API; the path is relative to /emulator/.</summary>
    public async Task<string> ControlAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Ready.ControlUrl}/{path}");
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {answer}");
    }

    public void Dispose()
    {
        try
        {
            // A request to stop, instead of killing the process, lets the emulator delete its keys.
            using var stop = new HttpRequestMessage(HttpMethod.Post, Ready.ControlUrl + "/stop");
            _http.SendAsync(stop).GetAwaiter().GetResult().Dispose();
        }
        catch (HttpRequestException)
        {
            // The emulator has already ended.
        }

        // The emulator has this time to delete its keys; afterwards, it is killed.
        _process?.Process.WaitForExit(5000);
        _process?.Dispose();
        _http.Dispose();
    }

    private static EmulatorStartException Failed(ChildProcess process)
    {
        using (process)
        {
            process.Kill();
            ChildResult result = process.WaitForExit(StartTimeout);
            return new EmulatorStartException(result.ExitCode, result.Output + result.Error);
        }
    }
}
