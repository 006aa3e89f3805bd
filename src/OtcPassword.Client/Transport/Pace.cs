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
    private const double RecoveryFactor = 0.98;

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _distance;
    private TimeSpan _next;
    private TimeSpan _slowedAt = TimeSpan.MinValue;

    /// <summary>Waits for the request's turn.</summary>
    /// <returns>When the request is sent, to be handed to <see cref="SlowDown"/> or <see cref="Recover"/>.</returns>
    public async Task<TimeSpan> TakeTurnAsync(CancellationToken cancellation)
    {
        TimeSpan turn;
        TimeSpan now;
        lock (_gate)
        {
            now = _clock.Elapsed;
            turn = now > _next ? now : _next;
            if (_distance > TimeSpan.Zero || _next > now)
            {
                _next = turn + _distance;
            }
        }

        if (turn > now)
        {
            await Task.Delay(turn - now, cancellation).ConfigureAwait(false);
        }

        return turn;
    }

    /// <summary>The cloud refused a request as one too many.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="pause">How long the cloud asks to wait; null if it does not say.</param>
    /// <returns>True if this slowed the call down; false if the request was sent before the last time.</returns>
    public bool SlowDown(TimeSpan sentAt, TimeSpan? pause)
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            TimeSpan resume = now + (pause ?? DefaultPause);
            _next = resume > _next ? resume : _next;
            if (sentAt <= _slowedAt)
            {
                return false;
            }

            _slowedAt = now;
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
