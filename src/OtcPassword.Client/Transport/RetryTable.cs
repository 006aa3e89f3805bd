namespace OtcPassword.Client.Transport;

/// <summary>The failures of an attempt, as far as they are retried differently.</summary>
internal enum FailureKind
{
    /// <summary>The connection was refused or not established in time. Nothing was sent.</summary>
    NotConnected,
    /// <summary>The host does not exist. Nothing was sent.</summary>
    HostNotFound,
    /// <summary>The proxy requires authentication or denies the connection.</summary>
    ProxyRefused,
    /// <summary>The connection was closed before the response was complete.</summary>
    ConnectionLost,
    /// <summary>The time of the attempt was over before the response was complete.</summary>
    TimedOut,
    /// <summary>The cloud received too many requests.</summary>
    Throttled,
    /// <summary>The service or its gateway had a problem of its own.</summary>
    Unavailable,
    /// <summary>The gateway did not wait for a list. The caller requests a shorter one.</summary>
    ListTooLong,
    /// <summary>The cloud rejected the token or signature.</summary>
    CredentialRejected,
    /// <summary>The token or key could not be renewed, but can be renewed later.</summary>
    RenewalFailed,
    /// <summary>Every other failure: the same request fails again.</summary>
    Final,
}

/// <summary>The kinds of requests, as far as they are retried differently.</summary>
internal enum RequestKind
{
    /// <summary>A request that can be sent twice: GET and DELETE.</summary>
    Idempotent,
    /// <summary>A sign-in. The cloud locks users after a few rejected ones.</summary>
    SignIn,
    /// <summary>A sign-out, for which nobody wants to wait.</summary>
    SignOut,
}

/// <summary>The only place that decides which failed requests are retried, how often, and which failures are transient.</summary>
internal static class RetryTable
{
    /// <summary>The longest Retry-After that is followed.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    /// <summary>Returns true if the same request can succeed a little later, so that the failure does not end a longer wait.</summary>
    public static bool IsTransient(FailureKind failure) => Find(failure).IsTransient;

    /// <summary>Returns the maximum number of retries. The rejection of a token or key is retried after its renewal.</summary>
    public static int MaxRetries(FailureKind failure, RequestKind request) => request switch
    {
        RequestKind.Idempotent => Find(failure).Retries,
        RequestKind.SignIn => Find(failure).SignInRetries,
        _ => 0,
    };

    // Few retries without a connection, so that the user soon sees that the cloud cannot be reached.
    private static (bool IsTransient, int Retries, int SignInRetries) Find(FailureKind failure) => failure switch
    {
        FailureKind.NotConnected => (true, 3, 3),
        FailureKind.HostNotFound => (true, 0, 0),
        FailureKind.ConnectionLost => (true, 8, 0),
        FailureKind.TimedOut => (true, 8, 0),
        FailureKind.Throttled => (true, 8, 0),
        FailureKind.Unavailable => (true, 8, 0),
        FailureKind.ListTooLong => (true, 0, 0),
        FailureKind.RenewalFailed => (true, 8, 0),
        FailureKind.CredentialRejected => (false, 4, 4),
        FailureKind.ProxyRefused or FailureKind.Final => (false, 0, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
