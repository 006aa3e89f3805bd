using System;
using System.Threading;

namespace OtcPassword.Client.Transport;

/// <summary>What all requests of one call carry along: how to stop it, where to say what it does, and its pace.</summary>
public sealed class CallContext
{
    private readonly Action<string>? _trace;

    /// <summary>Creates the context of a new call.</summary>
    /// <param name="cancellation">Stops the call; it then throws <see cref="OperationCanceledException"/>.</param>
    /// <param name="trace">
    /// Gets a line for each thing worth telling (a retry, a renewed token), without secrets, on any thread; may be null.
    /// </param>
    /// <param name="maxRequests">How many requests may be under way at the same time; null: any number.</param>
    public CallContext(CancellationToken cancellation, Action<string>? trace = null, int? maxRequests = null)
        : this(trace, new RateLimiter(maxRequests), cancellation)
    {
    }

    private CallContext(Action<string>? trace, RateLimiter pace, CancellationToken cancellation)
    {
        Cancellation = cancellation;
        _trace = trace;
        RateLimiter = pace;
    }

    /// <summary>Stops the call.</summary>
    public CancellationToken Cancellation { get; }

    internal RateLimiter RateLimiter { get; }

    /// <summary>Tests can't wait for as long as users can.</summary>
    internal RequestTimeouts Limits { get; init; } = RequestTimeouts.Default;

    /// <summary>Passes a line to whoever listens.</summary>
    /// <param name="line">What happens, without secrets.</param>
    public void Trace(string line) => _trace?.Invoke(ReadableText.CleanMessage(line));

    /// <summary>
    /// The same call's renewal of its token: to be stopped in another way, and at its own pace. It must not wait for a
    /// turn, because those who wait for it hold theirs; so it does not add to the requests under way either.
    /// </summary>
    internal CallContext With(CancellationToken cancellation) =>
        new(_trace, new RateLimiter(), cancellation) { Limits = Limits };
}
