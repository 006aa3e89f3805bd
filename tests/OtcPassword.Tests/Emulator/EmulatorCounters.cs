using System.Text.Json;

namespace OtcPassword.Tests.Emulator;

/// <summary>The requests to the emulator since its start or since the counters were reset.</summary>
public sealed class EmulatorCounters
{
    private readonly List<(string Method, string Path, int Status, int Count)> _requests;

    internal EmulatorCounters(JsonElement json)
    {
        SignIns = json.GetProperty("signIns").GetInt32();
        FailedSignIns = json.GetProperty("failedSignIns").GetInt32();
        MaxInFlight = json.GetProperty("maxInFlight").GetInt32();
        InFlight = json.GetProperty("inFlight").GetInt32();
        Faults = json.GetProperty("faults").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetInt32());
        PasswordRequests = json.GetProperty("passwordRequests").EnumerateObject()
            .ToDictionary(s => s.Name, s => s.Value.EnumerateArray().Select(t => t.GetDouble()).ToArray());
        _requests = [.. json.GetProperty("requests").EnumerateArray().Select(r => (
            r.GetProperty("method").GetString()!,
            r.GetProperty("path").GetString()!,
            r.GetProperty("status").GetInt32(),
            r.GetProperty("count").GetInt32()))];
    }

    public int SignIns { get; }

    public int FailedSignIns { get; }

    public int InFlight { get; }

    public int MaxInFlight { get; }

    /// <summary>Gets the number of faults of each kind: error, throttled, reset, cut, slow.</summary>
    public IReadOnlyDictionary<string, int> Faults { get; }

    /// <summary>Gets the times of the password requests in seconds, by server ID.</summary>
    public IReadOnlyDictionary<string, double[]> PasswordRequests { get; }

    /// <summary>Gets the number of all requests to the cloud; a request whose connection was reset has status 0.</summary>
    public int Total => _requests.Sum(r => r.Count);

    /// <param name="method">GET, POST …</param>
    /// <param name="path">A path template, such as /v2.1/{project}/servers/{id}/os-server-password.</param>
    /// <param name="status">The status of the responses, or null for all.</param>
    public int Count(string method, string path, int? status = null) => _requests
        .Where(r => r.Method == method && r.Path == path && (status is null || r.Status == status))
        .Sum(r => r.Count);
}
