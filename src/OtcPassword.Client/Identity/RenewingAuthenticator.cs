using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Adds a credential that expires to the requests of a session. Before it expires, it is renewed in the background. Requests
/// wait for the renewal only if the credential has expired or the cloud rejected it, and all of them for the same one.
/// </summary>
internal sealed class RenewingAuthenticator<T> : ISessionAuthenticator
    where T : ExpiringCredential
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly string _noun;
    private readonly Func<CallContext, Task<T>> _getNext;
    private readonly string? _whyNotRenewable;
    private readonly IRevocable? _parent;
    private T? _current;
    private Task<T>? _renewal;
    private bool _isRejected;
    private OtcException? _refusal;
    private DateTime _notBefore;

    /// <param name="first">The first credential; owned by this object.</param>
    /// <param name="getNext">Requests the next credential.</param>
    /// <param name="whyNotRenewable">Why the credential cannot be renewed, as the end of a sentence; null if it can.</param>
    /// <param name="parent">What gets the credentials, or null; revoked and disposed together with this object.</param>
    public RenewingAuthenticator(
        T first, Func<CallContext, Task<T>> getNext, string? whyNotRenewable = null, IRevocable? parent = null)
    {
        _current = first;
        _noun = first.Noun;
        _getNext = getNext;
        _whyNotRenewable = whyNotRenewable;
        _parent = parent;
    }

    /// <summary>Gets the expiration time of the current credential; null after the session was signed out.</summary>
    public DateTimeOffset? ExpiresAt => Volatile.Read(ref _current)?.ExpiresAt;

    /// <exception cref="OtcException">NotConnected: the session was signed out.</exception>
    private T Current => _current
        ?? throw new OtcException(
            OtcError.NotConnected, "The session was signed out while the command was running.", "Run Connect-OtcSession to sign in.");

    public async Task<IRenewable?> AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        if (FindRenewalToWaitFor(context) is { } renewal)
        {
            await renewal.WaitAsync(context.Cancellation).ConfigureAwait(false);
        }

        lock (_gate)
        {
            // Under the lock, because a credential that was replaced is cleared.
            T current = Current;
            current.AddTo(message, body);
            return new Use(this, current);
        }
    }

    public async Task RevokeAsync(CallContext context)
    {
        // Discarded first, so that a renewal in progress does not leave another credential.
        using T? last = Discard();
        try
        {
            if (last is { IsExpired: false })
            {
                await last.RevokeAsync(context).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_parent is not null)
            {
                await _parent.RevokeAsync(context).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Cancels a renewal in progress, and discards the credential. Later requests fail.</summary>
    public void Dispose()
    {
        Discard()?.Dispose();
        _parent?.Dispose();
    }

    private Task<T>? FindRenewalToWaitFor(CallContext context)
    {
        lock (_gate)
        {
            T current = Current;
            if (current.IsExpired)
            {
                return Renew($"The session's {_noun} expired at {current.ExpiresAt:u}", context);
            }

            if (current.IsDue && _whyNotRenewable is null && _refusal is null && DateTime.UtcNow >= _notBefore)
            {
                _ = Renew(string.Empty, context);
            }

            return _isRejected ? _renewal : null;
        }
    }

    private Task<T>? RenewRejected(T rejected, CallContext context)
    {
        lock (_gate)
        {
            T current = Current;
            if (!ReferenceEquals(current, rejected))
            {
                return null;
            }

            Task<T> renewal = Renew(
                $"The session's {_noun}, which expires at {current.ExpiresAt:u}, was rejected early", context);
            _isRejected = true;
            return renewal;
        }
    }

    /// <summary>Returns the renewal in progress, or starts one. The lock is held.</summary>
    private Task<T> Renew(string what, CallContext context)
    {
        if (_whyNotRenewable is not null)
        {
            throw new OtcException(
                OtcError.AuthenticationFailed,
                $"{what}. The {_noun} cannot be renewed because {_whyNotRenewable}.",
                "Run Connect-OtcSession to sign in again.");
        }

        // A sign-in that was rejected once will be rejected again, and the cloud locks the user after a few attempts.
        if (_refusal is not null)
        {
            return Task.FromException<T>(_refusal);
        }

        if (_renewal is null)
        {
            // Not canceled together with one caller, because others can wait for the same renewal.
            _renewal = Task.Run(() => RenewAsync(context));

            // If no request waits for it, nothing else reads its exception.
            _ = _renewal.ContinueWith(renewal => renewal.Exception, TaskScheduler.Default);
        }

        return _renewal;
    }

    private async Task<T> RenewAsync(CallContext context)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        timer.CancelAfter(context.Deadlines.Renewal);
        try
        {
            context.Trace($"Renewing the session's {_noun}.");
            return Replace(await _getNext(context.ForRenewal(timer.Token)).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The deadline, or the end of the session.
            var e = new OtcException(OtcError.OperationTimeout, $"Renewing the session's {_noun} timed out.", "Try again later.")
            {
                IsTransient = RetryTable.IsTransient(FailureKind.TimedOut),
            };
            RememberFailure(e, context);
            throw e;
        }
        catch (OtcException e)
        {
            RememberFailure(e, context);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _renewal = null;
                _isRejected = false;
            }
        }
    }

    private T Replace(T next)
    {
        lock (_gate)
        {
            if (_current is null)
            {
                next.Dispose();
            }

            using T old = Current;
            return _current = next;
        }
    }

    private void RememberFailure(OtcException failure, CallContext context)
    {
        bool isUsable;
        lock (_gate)
        {
            _refusal = failure.Error is OtcError.AuthenticationFailed or OtcError.PermissionDenied ? failure : null;
            _notBefore = DateTime.UtcNow + PauseAfterFailure;
            isUsable = !Current.IsExpired && !_isRejected;
        }

        if (isUsable)
        {
            context.Trace($"Cannot renew the {_noun} early. The current {_noun} stays in use. {failure.Message}");
        }
    }

    private T? Discard()
    {
        T? last;
        lock (_gate)
        {
            // A variable that still refers to the session must not keep the credential in memory.
            last = _current;
            _current = null;
        }

        _end.Cancel();
        return last;
    }

    private sealed class Use(RenewingAuthenticator<T> owner, T credential) : IRenewable
    {
        public bool HasEnded => !ReferenceEquals(Volatile.Read(ref owner._current), credential) || credential.IsDue;

        public async Task RenewAsync(CallContext context)
        {
            if (owner.RenewRejected(credential, context) is { } renewal)
            {
                await renewal.WaitAsync(context.Cancellation).ConfigureAwait(false);
            }
        }
    }
}
