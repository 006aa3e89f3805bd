using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace OtcPassword.Emulator.Http;

/// <summary>Counts requests, responses, and faults for tests.</summary>
internal sealed class Counters
{
    private ConcurrentDictionary<(string Method, string Template, int Status), long> _requests = new();
    private ConcurrentDictionary<string, long> _faults = new();
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

    public IEnumerable<KeyValuePair<(string Method, string Template, int Status), long>> Requests => _requests;

    public IEnumerable<KeyValuePair<string, long>> Faults => _faults;

    /// <summary>Counts a request that has arrived.</summary>
    public CountedRequest Enter(string method, string template)
    {
        int now = Interlocked.Increment(ref _inFlight);
        int max = Volatile.Read(ref _maxInFlight);
        while (now > max)
        {
            int seen = Interlocked.CompareExchange(ref _maxInFlight, now, max);
            if (seen == max)
            {
                break;
            }

            max = seen;
        }

        return new CountedRequest(this, method, template);
    }

    /// <param name="method">The HTTP method.</param>
    /// <param name="template">The path with placeholders, such as /v3/auth/tokens.</param>
    /// <param name="status">The status of the response, or 0 if the connection was reset.</param>
    public void Exit(string method, string template, int status)
    {
        _requests.AddOrUpdate((method, template, status), 1, static (_, n) => n + 1);
        Interlocked.Decrement(ref _inFlight);
    }

    public void CountSignIn(bool succeeded) => Interlocked.Increment(ref succeeded ? ref _signIns : ref _failedSignIns);

    public void CountFault(string kind) => _faults.AddOrUpdate(kind, 1, static (_, n) => n + 1);

    public void Reset()
    {
        _requests = new();
        _faults = new();
        Volatile.Write(ref _maxInFlight, InFlight);
        Volatile.Write(ref _signIns, 0);
        Volatile.Write(ref _failedSignIns, 0);
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
    }
}
