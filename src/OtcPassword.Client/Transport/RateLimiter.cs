using System.Diagnostics;

namespace OtcPassword.Client.Transport;

/// <summary>
/// Limits the concurrent requests of a command and their rate. The rate is initially unlimited. When the cloud throttles
/// requests, all requests of the command pause, and then continue with an interval between them, which shrinks with each
/// success.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);

    // Used without Retry-After. Short, because the interval also slows the requests.
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMilliseconds(250);

    // With a rate limit, these factors settle where about one request in ten is throttled. A gateway that throttles up to one
    // in ten regardless of the rate, because of a broken node, must not slow the command down more and more.
    private const double SlowDownFactor = 1.5;
    private const double RecoveryFactor = 0.95;

    // The share of throttled requests from which all requests pause again, as an average of about the last RefusalMemory
    // responses. Below this share, a longer interval is sufficient, and Retry-After applies only to the throttled request.
    private const double ManyRefusals = 0.25;
    private const double RefusalMemory = 32;

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SemaphoreSlim? _slots;
    private TimeSpan _interval;
    private TimeSpan _next;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private double _refusals;
    private int _pauses;

    /// <param name="limit">The maximum number of concurrent requests; null for no limit.</param>
    public RateLimiter(int? limit = null)
    {
        // Not disposed, because a request can release its slot after the command ended, and there are no resources to release.
        _slots = limit is { } number ? new SemaphoreSlim(number, number) : null;
    }

    /// <summary>Waits for a slot to send a request.</summary>
    /// <returns>The slot, to dispose when the response has arrived.</returns>
    public async Task<RequestSlot> WaitForSlotAsync(CancellationToken cancellation)
    {
        if (_slots is not null)
        {
            await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        }

        var slot = new RequestSlot(_slots);
        try
        {
            do
            {
                TimeSpan wait = Reserve(slot);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, cancellation).ConfigureAwait(false);
                }
            }
            while (!TrySend(slot));
            return slot;
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    /// <summary>Reduces the rate after the cloud throttled a request.</summary>
    /// <param name="slot">The slot of the request.</param>
    /// <param name="pause">
    /// The value of Retry-After, or null. A value that is longer than the maximum is ignored, because only the throttled request
    /// fails, and the others must not wait that long.
    /// </param>
    /// <returns>true if the rate was reduced; false if the request was sent before the last reduction.</returns>
    public bool SlowDown(RequestSlot slot, TimeSpan? pause)
    {
        lock (_gate)
        {
            _refusals += (1 - _refusals) / RefusalMemory;
            if (slot.SentAt <= _slowedAt)
            {
                return false;
            }

            _slowedAt = _clock.Elapsed;
            if (_interval == TimeSpan.Zero || _refusals > ManyRefusals)
            {
                TimeSpan next = _slowedAt + (pause is { } asked && asked <= RetryTable.LongestRetryAfter ? asked : DefaultPause);
                _next = next > _next ? next : _next;
                _pauses++;
            }

            var slower = TimeSpan.FromTicks((long)(_interval.Ticks * SlowDownFactor));
            _interval = slower < FirstInterval ? FirstInterval : slower > LongestInterval ? LongestInterval : slower;
            return true;
        }
    }

    /// <summary>Increases the rate after a request that was not throttled.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            _refusals -= _refusals / RefusalMemory;
            var closer = TimeSpan.FromTicks((long)(_interval.Ticks * RecoveryFactor));
            _interval = closer < ShortestInterval ? TimeSpan.Zero : closer;
        }
    }

    /// <summary>Reserves the next turn, and returns the time until then.</summary>
    private TimeSpan Reserve(RequestSlot slot)
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            TimeSpan turn = now > _next ? now : _next;
            _next = turn + _interval;
            slot.Pauses = _pauses;
            return turn - now;
        }
    }

    /// <summary>Returns false if a pause started in the meantime, which also applies to this request.</summary>
    private bool TrySend(RequestSlot slot)
    {
        lock (_gate)
        {
            slot.SentAt = _clock.Elapsed;
            return slot.Pauses == _pauses;
        }
    }
}

/// <summary>A slot for one request, released when it is disposed.</summary>
internal sealed class RequestSlot(SemaphoreSlim? slots) : IDisposable
{
    /// <summary>Gets or sets the time when the request was sent, by the clock of the <see cref="RateLimiter"/>.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>Gets or sets the number of pauses before its turn.</summary>
    public int Pauses { get; set; }

    /// <inheritdoc/>
    public void Dispose() => slots?.Release();
}
