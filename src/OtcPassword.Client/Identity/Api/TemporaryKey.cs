using System;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Identity.Api;

/// <summary>A temporary access key that the identity service issued.</summary>
internal sealed class TemporaryKey : IDisposable
{
    // As with tokens: a request in progress must not lose its key.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly DateTime _due;
    private readonly DateTime _end;

    /// <param name="credential">The access key; owned by this object.</param>
    /// <param name="expiresAt">When it expires, by the service's clock.</param>
    /// <param name="serverTime">The service's clock when it issued the key.</param>
    public TemporaryKey(AccessKeyCredential credential, DateTimeOffset expiresAt, DateTimeOffset serverTime)
    {
        Credential = credential;
        ExpiresAt = expiresAt;
        // Counted from now by this computer's clock, which may differ from the cloud's.
        TimeSpan lifetime = expiresAt - serverTime;
        _end = DateTime.UtcNow + lifetime;
        _due = _end - TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, LongestMargin.Ticks));
    }

    public AccessKeyCredential Credential { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets whether it is time to get the next one.</summary>
    public bool IsDue => DateTime.UtcNow >= _due;

    public bool IsExpired => DateTime.UtcNow >= _end;

    /// <inheritdoc/>
    public void Dispose() => Credential.Dispose();
}
