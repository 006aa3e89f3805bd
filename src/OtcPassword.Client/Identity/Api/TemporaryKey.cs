using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Identity.Api;

/// <summary>A temporary access key that the identity service issued.</summary>
internal sealed class TemporaryKey : IDisposable
{
    // As with tokens: a key must not expire during a request.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly DateTime _due;
    private readonly DateTime _end;

    /// <param name="credential">The access key; owned by this object.</param>
    /// <param name="expiresAt">The expiration time, by the clock of the service.</param>
    /// <param name="serverTime">The time of the service when it issued the key.</param>
    public TemporaryKey(AccessKeyCredential credential, DateTimeOffset expiresAt, DateTimeOffset serverTime)
    {
        Credential = credential;
        ExpiresAt = expiresAt;
        // Computed from the clock of this computer, which can differ from the clock of the cloud.
        TimeSpan lifetime = expiresAt - serverTime;
        _end = DateTime.UtcNow + lifetime;
        _due = _end - TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, LongestMargin.Ticks));
    }

    public AccessKeyCredential Credential { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets whether it is time to renew the key.</summary>
    public bool IsDue => DateTime.UtcNow >= _due;

    public bool IsExpired => DateTime.UtcNow >= _end;

    /// <inheritdoc/>
    public void Dispose() => Credential.Dispose();
}
