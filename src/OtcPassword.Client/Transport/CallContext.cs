namespace OtcPassword.Client.Transport;

/// <summary>The context of one command: its cancellation, its trace, and its rate limit.</summary>
public sealed class CallContext
{
    private readonly Action<string>? _trace;

    /// <summary>Creates the context of a new command.</summary>
    /// <param name="cancellation">Cancels the command, which then throws <see cref="OperationCanceledException"/>.</param>
    /// <param name="trace">
    /// Receives lines about retries, renewed tokens, and so on, without secrets, on any thread; can be null.
    /// </param>
    /// <param name="maxRequests">The maximum number of concurrent requests; null for no limit.</param>
    public CallContext(CancellationToken cancellation, Action<string>? trace = null, int? maxRequests = null)
        : this(trace, new RateLimiter(maxRequests), cancellation)
    {
    }

    private CallContext(Action<string>? trace, RateLimiter rateLimiter, CancellationToken cancellation)
    {
        Cancellation = cancellation;
        _trace = trace;
        RateLimiter = rateLimiter;
    }

    /// <summary>Gets the cancellation of the command.</summary>
    public CancellationToken Cancellation { get; }

    internal RateLimiter RateLimiter { get; }

    /// <summary>Gets the timeouts, which tests replace with shorter ones.</summary>
    internal RequestTimeouts Limits { get; init; } = RequestTimeouts.Default;

    /// <summary>Writes a line to the trace.</summary>
    /// <param name="line">The line, without secrets.</param>
    public void Trace(string line) => _trace?.Invoke(ReadableText.CleanMessage(line));

    /// <summary>Returns the context of a request that stops when the session ends; it keeps the pace of the command.</summary>
    internal CallContext Until(CancellationToken cancellation) =>
        new(_trace, RateLimiter, cancellation) { Limits = Limits };

    /// <summary>
    /// Returns the context to renew a token in this command, with its own cancellation and rate limit. The renewal must not wait
    /// for a slot, because the requests that wait for the renewal hold the slots.
    /// </summary>
    internal CallContext With(CancellationToken cancellation) =>
        new(_trace, new RateLimiter(), cancellation) { Limits = Limits };
}
