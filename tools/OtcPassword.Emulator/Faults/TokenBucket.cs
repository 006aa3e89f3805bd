using System;
using System.Diagnostics;
using System.Threading;

namespace OtcPassword.Emulator.Faults;

/// <summary>A rate limiter: allows a number of requests per second, and a burst.</summary>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private readonly double _burst = burst;
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _updated = Stopwatch.GetTimestamp();

    /// <param name="wait">The seconds until the next request is allowed, if this one is not.</param>
    public bool TryTake(out double wait)
    {
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            _tokens = Math.Min(_burst, _tokens + (Stopwatch.GetElapsedTime(_updated, now).TotalSeconds * perSecond));
            _updated = now;
            if (_tokens >= 1)
            {
                _tokens--;
                wait = 0;
                return true;
            }

            wait = (1 - _tokens) / perSecond;
            return false;
        }
    }
}
