using System;
using System.Diagnostics;
using System.Threading;

namespace OtcPassword.Emulator.Faults;

/// <summary>So many a second, with some in reserve.</summary>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private readonly double _burst = burst;
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _at = Stopwatch.GetTimestamp();

    /// <param name="wait">If there is none: seconds until there is.</param>
    public bool TryTake(out double wait)
    {
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            _left = Math.Min(_burst, _left + (Stopwatch.GetElapsedTime(_at, now).TotalSeconds * perSecond));
            _at = now;
            if (_left >= 1)
            {
                _left--;
                wait = 0;
                return true;
            }

            wait = (1 - _left) / perSecond;
            return false;
        }
    }
}
