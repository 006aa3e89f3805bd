using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Adds the session's token to requests. Renews the token before it expires, and when the cloud rejects it early. Concurrent
/// requests wait for the same renewal.
/// </summary>
internal sealed class TokenAuthenticator : ISessionAuthenticator
{
    private static readonly TimeSpan RenewalTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITokenSource _source;
    private readonly IdentityService _identity;
    private readonly ISessionAuthenticator? _parent;
    private Token? _token;
    private Task<Token>? _renewal;
    private OtcException? _refusal;
    private DateTime _notBefore;

    private TokenAuthenticator(Token first, ITokenSource source, IdentityService identity, ISessionAuthenticator? parent)
    {
        _token = first;
        _source = source;
        _identity = identity;
        _parent = parent;
    }

    /// <exception cref="OtcException">NotConnected: the session was signed out.</exception>
    private Token Current
    {
        get
        {
            lock (_gate)
            {
                return _token ?? throw SignedOut();
            }
        }
    }

    /// <summary>Gets the expiration time of the current token; null after the session was signed out.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            lock (_gate)
            {
                return _token?.ExpiresAt;
            }
        }
    }

    /// <summary>Signs in: requests the first token of a session.</summary>
    /// <param name="source">Creates the tokens of the session.</param>
    /// <param name="identity">The service that revokes them.</param>
    /// <param name="parent">
    /// Authenticates the requests of <paramref name="source"/>; revoked and disposed together with the result. Null if
    /// these requests authenticate themselves.
    /// </param>
    /// <param name="context">Cancels the sign-in.</param>
    public static async Task<SignInResult> SignInAsync(
        ITokenSource source, IdentityService identity, ISessionAuthenticator? parent, CallContext context)
    {
        Token token = await source.GetTokenAsync(context).ConfigureAwait(false);
        return new SignInResult(
            new TokenAuthenticator(token, source, identity, parent), SignedInUser.Of(token.Description));
    }

    public async Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        Token token = Current;
        if (_source.WhyNotRenewable is { } why)
        {
            if (token.IsExpired)
            {
                throw Ended($"The session's token expired at {token.ExpiresAt:u}", why);
            }
        }
        else if (token.IsExpired)
        {
            token = await RenewAsync(token, context).ConfigureAwait(false);
        }
        else if (token.IsDue)
        {
            token = await TryRenewEarlyAsync(token, context).ConfigureAwait(false);
        }

        message.Headers.Add(Token.Header, token.Value);
    }

    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context)
    {
        if (_source.WhyNotRenewable is { } why)
        {
            throw Ended(
                $"The session's token, which expires at {Current.ExpiresAt:u}, was rejected early", why);
        }

        Token current = Current;
        if (Carries(refused, current))
        {
            await RenewAsync(current, context).ConfigureAwait(false);
        }

        return true;
    }

    public bool HasEnded(HttpRequestMessage refused)
    {
        Token current = Current;
        return !Carries(refused, current) || current.IsDue;
    }

    public async Task RevokeAsync(CallContext context)
    {
        Token token = Current;
        if (!token.IsExpired)
        {
            await _identity.RevokeAsync(token, context).ConfigureAwait(false);
        }

        if (_parent is not null)
        {
            await _parent.RevokeAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Cancels a renewal in progress, and discards the token. Later requests fail.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // A variable that still refers to the session must not keep the token in memory.
            _token = null;
        }

        _disposed.Cancel();
        _disposed.Dispose();
        _parent?.Dispose();
    }

    private static bool Carries(HttpRequestMessage message, Token token) =>
        message.Headers.GetValues(Token.Header).First() == token.Value;

    private static OtcException SignedOut() =>
        new(OtcError.NotConnected, "The session was signed out while the command was running.", "Run Connect-OtcSession to sign in.");

    private static OtcException Ended(string what, string why) => new(
        OtcError.AuthenticationFailed,
        $"{what}. The token cannot be renewed because {why}.",
        "Run Connect-OtcSession to sign in again.");

    /// <summary>Renews a token before it expires. If the renewal fails, the current token is used until it expires.</summary>
    private async Task<Token> TryRenewEarlyAsync(Token token, CallContext context)
    {
        lock (_gate)
        {
            if (_refusal is not null || DateTime.UtcNow < _notBefore)
            {
                return _token ?? throw SignedOut();
            }
        }

        try
        {
            return await RenewAsync(token, context).ConfigureAwait(false);
        }
        catch (OtcException e)
        {
            context.Trace($"Cannot renew the token early. The current token stays in use. {e.Message}");
            return token;
        }
    }

    private Task<Token> RenewAsync(Token old, CallContext context)
    {
        Task<Token> renewal;
        lock (_gate)
        {
            if (!ReferenceEquals(_token, old))
            {
                return _token is null ? Task.FromException<Token>(SignedOut()) : Task.FromResult(_token);
            }

            // A sign-in that was rejected once will be rejected again, and the cloud locks the user after a few attempts.
            if (_refusal is not null)
            {
                return Task.FromException<Token>(_refusal);
            }

            // Not canceled together with one caller, because others can wait for the same renewal.
            renewal = _renewal ??= Task.Run(() => SignInAgainAsync(context));
        }

        return renewal.WaitAsync(context.Cancellation);
    }

    private async Task<Token> SignInAgainAsync(CallContext context)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
            timeout.CancelAfter(RenewalTimeout);
            context.Trace("Renewing the session's token.");
            Token token = await _source.GetTokenAsync(context.With(timeout.Token)).ConfigureAwait(false);
            lock (_gate)
            {
                // The session was signed out during the renewal: the token is not used.
                return _token = _token is null ? throw SignedOut() : token;
            }
        }
        catch (OtcException e)
        {
            lock (_gate)
            {
                _refusal = e.Error is OtcError.AuthenticationFailed or OtcError.PermissionDenied ? e : null;
                _notBefore = DateTime.UtcNow + PauseAfterFailure;
            }

            throw;
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            throw IsDisposed()
                ? SignedOut()
                : new OtcException(OtcError.OperationTimeout, "Renewing the session's token timed out.", "Try again later.");
        }
        finally
        {
            lock (_gate)
            {
                _renewal = null;
            }
        }
    }

    private bool IsDisposed()
    {
        try
        {
            return _disposed.Token.IsCancellationRequested;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
