using System;
using System.Threading;

namespace OtcPassword.Client.Transport;

/// <summary>The right to send one request, until it is disposed of.</summary>
internal readonly struct RequestSlot(SemaphoreSlim? slots, TimeSpan sentAt) : IDisposable
{
    /// <summary>When the turn came, by the clock of the <see cref="RateLimiter"/>.</summary>
    public TimeSpan SentAt { get; } = sentAt;

    /// <inheritdoc/>
    public void Dispose() => slots?.Release();
}
