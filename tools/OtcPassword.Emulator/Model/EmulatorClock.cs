using System.Diagnostics;

namespace OtcPassword.Emulator.Model;

/// <summary>
/// The clock that decides when servers post their passwords. It can be set forward and run faster. Tokens and signatures
/// use the real time, as their clients do.
/// </summary>
internal sealed class EmulatorClock
{
    private Epoch _epoch = new(DateTime.UtcNow, Stopwatch.GetTimestamp(), 1);

    public DateTime Now => _epoch.Now;

    public double Speed => _epoch.Speed;

    public void Set(double advanceSeconds, double? speed)
    {
        Epoch old = _epoch;
        _epoch = new Epoch(old.Now.AddSeconds(advanceSeconds), Stopwatch.GetTimestamp(), speed ?? old.Speed);
    }

    private sealed record Epoch(DateTime Start, long Timestamp, double Speed)
    {
        public DateTime Now => Start + (Stopwatch.GetElapsedTime(Timestamp) * Speed);
    }
}
