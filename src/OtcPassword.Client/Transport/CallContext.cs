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

    /// <summary>
    /// Gets the function that receives warnings about the command, without secrets, on any thread; or null. The renewal of a token
    /// has no warnings, because its command may have ended.
    /// </summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Gets the cancellation of the command.</summary>
    public CancellationToken Cancellation { get; }

    internal RateLimiter RateLimiter { get; }

    internal RequestDeadlines Deadlines { get; init; } = RequestDeadlines.Default;

    /// <summary>Writes a line to the trace.</summary>
    /// <param name="line">The line, without secrets.</param>
    public void Trace(string line) => _trace?.Invoke(ReadableText.CleanMessage(line));

    internal void Warn(string line) => Warning?.Invoke(ReadableText.CleanMessage(line));

    /// <summary>Returns this context with another cancellation.</summary>
    internal CallContext Until(CancellationToken cancellation) =>
        new(_trace, RateLimiter, cancellation) { Deadlines = Deadlines, Warning = Warning };

    /// <summary>
    /// Returns the context to renew a token in this command, with its own cancellation and rate limit. The renewal must not wait
    /// for a slot, because the requests that wait for the renewal hold the slots.
    /// </summary>
    internal CallContext ForRenewal(CancellationToken cancellation) =>
        new(_trace, new RateLimiter(), cancellation) { Deadlines = Deadlines };
}

/// <summary>The deadlines of requests, which tests replace with shorter ones.</summary>
internal sealed record RequestDeadlines
{
    public static RequestDeadlines Default { get; } = new();

    /// <summary>Gets the maximum time to establish a connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the maximum duration of one attempt, from its slot to the last byte of the response.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the maximum time from the first failure of a request to the end of its last retry.</summary>
    public TimeSpan Retries { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the maximum duration of the renewal of a token or key.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets the maximum duration of a request to the metadata service of a server, with its retries.</summary>
    public TimeSpan Metadata { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the maximum duration of a sign-out.</summary>
    public TimeSpan SignOut { get; init; } = TimeSpan.FromSeconds(15);
}
