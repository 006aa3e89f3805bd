namespace OtcPassword.Client.Transport;

/// <summary>A slot for one request, released when it is disposed.</summary>
internal readonly struct RequestSlot(SemaphoreSlim? slots, TimeSpan sentAt) : IDisposable
{
    /// <summary>Gets the time when the request was sent, by the clock of the <see cref="RateLimiter"/>.</summary>
    public TimeSpan SentAt { get; } = sentAt;

    /// <inheritdoc/>
    public void Dispose() => slots?.Release();
}
