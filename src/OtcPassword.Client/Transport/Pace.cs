using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>
/// How fast a call may send its requests. At first as fast as it can; when the cloud says "too many requests", all of the
/// call's requests pause together, go on with a distance from one another, and get closer again as long as all goes well.
/// </summary>
internal sealed class Pace
{
    private static readonly TimeSpan FirstDistance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDistance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NoDistance = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    // Slow down fast, recover slowly: what TCP does against congestion, too.
    private const double SlowDownFactor = 1.5;
    private const double RecoveryFactor = 0.995;

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _distance;
    private TimeSpan _next;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private int _pauses;

    /// <summary>Waits for the request's turn.</summary>
    /// <returns>When the request is sent, to be handed to <see cref="SlowDown"/>.</returns>
    public async Task<TimeSpan> TakeTurnAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            int pauses;
            lock (_gate)
            {
                TimeSpan now = _clock.Elapsed;
                TimeSpan turn = now > _next ? now : _next;
                _next = turn + _distance;
                wait = turn - now;
                pauses = _pauses;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellation).ConfigureAwait(false);
            }

            lock (_gate)
            {
                // A pause that began meanwhile goes for those who waited too: they get a new turn after it.
                if (pauses == _pauses)
                {
                    return _clock.Elapsed;
                }
            }
        }
    }

    /// <summary>The cloud refused a request as one too many.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="pause">How long the cloud asks to wait; null if it does not say.</param>
    /// <returns>True if this slowed the call down; false if the request was sent before the last time.</returns>
    public bool SlowDown(TimeSpan sentAt, TimeSpan? pause)
    {
        lock (_gate)
        {
            if (sentAt <= _slowedAt)
            {
                return false;
            }

            _slowedAt = _clock.Elapsed;
            _next = _slowedAt + (pause ?? DefaultPause);
            _pauses++;
            var slower = TimeSpan.FromTicks((long)(_distance.Ticks * SlowDownFactor));
            _distance = slower < FirstDistance ? FirstDistance : slower > LongestDistance ? LongestDistance : slower;
            return true;
        }
    }

    /// <summary>A request went well.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            var closer = TimeSpan.FromTicks((long)(_distance.Ticks * RecoveryFactor));
            _distance = closer < NoDistance ? TimeSpan.Zero : closer;
        }
    }
}
