using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Signs the requests of a session with a temporary access key. Renews the key before it expires, and when the cloud rejects
/// it early. Concurrent requests wait for the same renewal.
/// </summary>
internal sealed class TemporaryKeyAuthenticator(TemporaryKey first, TemporaryKeySource source, string? projectId) : ISessionAuthenticator
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile TemporaryKey? _key = first;
    private OtcException? _refusal;
    private DateTime _notBefore;

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt => _key?.ExpiresAt;

    private TemporaryKey Current => _key
        ?? throw new OtcException(OtcError.NotConnected, "The session is signed out.", "Run Connect-OtcSession to sign in.");

    public async Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        TemporaryKey key = Current;
        if (key.IsDue)
        {
            key = await RenewAsync(key, context).ConfigureAwait(false);
        }

        await new RequestSigner(key.Credential, projectId, null).AuthenticateAsync(message, body, context).ConfigureAwait(false);
    }

    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context)
    {
        TemporaryKey key = Current;
        if (Carries(refused, key))
        {
            await RenewAsync(key, context, isRefused: true).ConfigureAwait(false);
        }

        return true;
    }

    public bool HasEnded(HttpRequestMessage refused)
    {
        TemporaryKey key = Current;
        return !Carries(refused, key) || key.IsDue;
    }

    /// <summary>Does nothing: a temporary access key cannot be revoked; it expires.</summary>
    public Task RevokeAsync(CallContext context) => Task.CompletedTask;

    public void Dispose()
    {
        TemporaryKey? key = _key;
        _key = null;
        key?.Dispose();
    }

    private static bool Carries(HttpRequestMessage message, TemporaryKey key) =>
        message.Headers.GetValues("Authorization").First().Contains($"Access={key.Credential.AccessKey},");

    private async Task<TemporaryKey> RenewAsync(TemporaryKey old, CallContext context, bool isRefused = false)
    {
        await _renewing.WaitAsync(context.Cancellation).ConfigureAwait(false);
        try
        {
            bool isUsable = !isRefused && !old.IsExpired;
            if (!ReferenceEquals(Current, old) || (isUsable && (_refusal is not null || DateTime.UtcNow < _notBefore)))
            {
                return Current;
            }

            return _refusal is not null ? throw _refusal : await GetNextAsync(old, isUsable, context).ConfigureAwait(false);
        }
        finally
        {
            _renewing.Release();
        }
    }

    private async Task<TemporaryKey> GetNextAsync(TemporaryKey old, bool isUsable, CallContext context)
    {
        try
        {
            context.Trace("Renewing the session's temporary access key.");
            TemporaryKey next = await source.GetKeyAsync(context.With(context.Cancellation)).ConfigureAwait(false);
            if (_key is null)
            {
                next.Dispose();
                return Current;
            }

            // The old key is not disposed, because concurrent requests can be signing with it.
            return _key = next;
        }
        catch (OtcException e)
        {
            // A renewal that was rejected once will be rejected again.
            _refusal = e.Error is OtcError.AuthenticationFailed or OtcError.PermissionDenied ? e : null;
            _notBefore = DateTime.UtcNow + PauseAfterFailure;
            if (!isUsable)
            {
                throw;
            }

            context.Trace($"Cannot renew the temporary access key early. The current key stays in use. {e.Message}");
            return old;
        }
    }
}
