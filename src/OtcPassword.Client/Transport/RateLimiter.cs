using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>
/// How many requests of a call may be under way, and how fast it may send them. At first as fast as it can; when the
/// cloud says "too many requests", all of the call's requests pause together, go on with a distance from one another,
/// and get closer again as long as all goes well.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan FirstDistance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDistance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoDistance = TimeSpan.FromMilliseconds(1);

    // Short, for a cloud that does not say how long: the distance does the rest.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMilliseconds(250);

    // At a true limit this settles where about one request in ten is refused. A gateway that refuses up to one in ten
    // whatever the rate, as a broken node behind it does, must not slow the call down more and more.
    private const double SlowDownFactor = 1.5;
    private const double RecoveryFactor = 0.95;

    // The share of refusals among the last answers (of about as many as its memory) from which on all requests pause
    // again. Below, a little more distance is enough, and Retry-After is for the refused request alone.
    private const double ManyRefusals = 0.25;
    private const double RefusalMemory = 32;

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SemaphoreSlim? _slots;
    private TimeSpan _distance;
    private TimeSpan _next;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private double _refusals;
    private int _pauses;

    /// <param name="limit">How many requests may be under way at the same time; null: any number.</param>
    public RateLimiter(int? limit = null)
    {
        // Not disposed of: a request that ends after its call still gives its slot back, and there is nothing to free.
        _slots = limit is { } number ? new SemaphoreSlim(number, number) : null;
    }

    /// <summary>Waits for the request's turn.</summary>
    /// <returns>The turn, to be disposed of when the answer is there.</returns>
    public async Task<RequestSlot> WaitForSlotAsync(CancellationToken cancellation)
    {
        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        }

        try
        {
            return new RequestSlot(_slots, await WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch
        {
            _slots?.Release();
            throw;
        }
    }

    /// <summary>The cloud refused a request as one too many.</summary>
    /// <param name="turn">The request's turn.</param>
    /// <param name="pause">
    /// How long the cloud asks to wait; null if it does not say. A time that nobody waits (the request fails instead) is
    /// none: one server's answer must not hold up all others until then.
    /// </param>
    /// <returns>True if this slowed the call down; false if the request was sent before the last time.</returns>
    public bool SlowDown(RequestSlot turn, TimeSpan? pause)
    {
        lock (_gate)
        {
            _refusals += (1 - _refusals) / RefusalMemory;
            if (turn.SentAt <= _slowedAt)
            {
                return false;
            }

            _slowedAt = _clock.Elapsed;
            if (_distance == TimeSpan.Zero || _refusals > ManyRefusals)
            {
                TimeSpan next = _slowedAt + (pause is { } asked && asked <= RetryPolicy.LongestRetryAfter ? asked : DefaultPause);
                _next = next > _next ? next : _next;
                _pauses++;
            }

            var slower = TimeSpan.FromTicks((long)(_distance.Ticks * SlowDownFactor));
            _distance = slower < FirstDistance ? FirstDistance : slower > LongestDistance ? LongestDistance : slower;
            return true;
        }
    }

    /// <summary>A request was not refused as one too many.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            _refusals -= _refusals / RefusalMemory;
            var closer = TimeSpan.FromTicks((long)(_distance.Ticks * RecoveryFactor));
            _distance = closer < NoDistance ? TimeSpan.Zero : closer;
        }
    }

    private async Task<TimeSpan> WaitAsync(CancellationToken cancellation)
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
                if (wait <= TimeSpan.Zero)
                {
                    return now;
                }

                pauses = _pauses;
            }

            await Task.Delay(wait, cancellation).ConfigureAwait(false);
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
}
