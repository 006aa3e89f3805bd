using System.Diagnostics;

namespace OtcPassword.Emulator.Http;

/// <summary>Counts requests, responses, and faults for tests: the response to GET /emulator/counters.</summary>
internal sealed class Counters
{
    private ConcurrentDictionary<(string Method, string Template, int Status), long> _requests = new();
    private ConcurrentDictionary<string, long> _faults = new();
    private ConcurrentDictionary<Guid, List<double>> _passwordRequests = new();
    private long _started = Stopwatch.GetTimestamp();
    private int _inFlight;
    private int _maxInFlight;
    private int _signIns;
    private int _failedSignIns;

    public double Seconds => Stopwatch.GetElapsedTime(Volatile.Read(ref _started)).TotalSeconds;
    public int InFlight => Volatile.Read(ref _inFlight);
    public int MaxInFlight => Volatile.Read(ref _maxInFlight);
    public int SignIns => Volatile.Read(ref _signIns);
    public int FailedSignIns => Volatile.Read(ref _failedSignIns);
    public Dictionary<string, long> Faults => _faults.OrderBy(f => f.Key).ToDictionary();
    public IEnumerable<RequestCount> Requests =>
        _requests.OrderBy(r => r.Key).Select(r => new RequestCount(r.Key.Method, r.Key.Template, r.Key.Status, r.Value));

    /// <summary>Gets the times of the password requests of each server, in seconds since the last reset.</summary>
    public Dictionary<Guid, double[]> PasswordRequests => _passwordRequests.ToDictionary(server => server.Key, server =>
    {
        lock (server.Value)
        {
            return server.Value.ToArray();
        }
    });

    /// <summary>Counts a request that has arrived.</summary>
    public CountedRequest Enter(string method, string template)
    {
        int now = Interlocked.Increment(ref _inFlight);
        int max;
        while (now > (max = MaxInFlight) && Interlocked.CompareExchange(ref _maxInFlight, now, max) != max)
        {
            // Another request changed the maximum at the same time.
        }

        return new CountedRequest(status =>
        {
            _requests.AddOrUpdate((method, template, status), 1, static (_, n) => n + 1);
            Interlocked.Decrement(ref _inFlight);
        });
    }

    public void CountSignIn(bool succeeded) => Interlocked.Increment(ref succeeded ? ref _signIns : ref _failedSignIns);

    public void CountPasswordRequest(Guid server)
    {
        List<double> times = _passwordRequests.GetOrAdd(server, static _ => []);
        lock (times)
        {
            times.Add(Math.Round(Seconds, 4));
        }
    }

    public void CountFault(string kind) => _faults.AddOrUpdate(kind, 1, static (_, n) => n + 1);

    public void Reset()
    {
        _requests = new();
        _faults = new();
        _passwordRequests = new();
        Volatile.Write(ref _maxInFlight, InFlight);
        Volatile.Write(ref _signIns, 0);
        Volatile.Write(ref _failedSignIns, 0);
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
    }
}

internal sealed record RequestCount(string Method, string Path, int Status, long Count);

/// <summary>
/// A request in progress. It is counted before the client can read the end of the response, so that the client finds the
/// request in the counters, and its next request does not count as concurrent.
/// </summary>
internal sealed class CountedRequest(Action<int> count) : IDisposable
{
    private Action<int>? _count = count;

    /// <param name="status">The status of the response, or 0 if the connection was reset.</param>
    public void Count(int status) => Interlocked.Exchange(ref _count, null)?.Invoke(status);

    /// <summary>Counts a request without a response.</summary>
    public void Dispose() => Count(0);
}
