using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Adds the session's token to requests and renews it: before it expires, and when the cloud refuses it early. However
/// many calls notice at once, there is one renewal, and all of them wait for it.
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

    /// <exception cref="OtcException">NotConnected: this was disposed of.</exception>
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

    /// <summary>When the present token ends; null when there is none any more.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            lock (_gate)
            {
                return _token?.Description.ExpiresAt;
            }
        }
    }

    /// <summary>Signs in: gets the first token of a session.</summary>
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
                throw Ended($"The token of this session expired at {token.Description.ExpiresAt:u}", why);
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
                $"The cloud no longer accepts the token of this session, which was to expire at {Current.Description.ExpiresAt:u}", why);
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

    /// <summary>Ends a renewal that is under way and lets go of the token; later calls fail.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // Whoever still holds the session shall not keep the token in memory with it.
            _token = null;
        }

        _disposed.Cancel();
        _disposed.Dispose();
        _parent?.Dispose();
    }

    private static bool Carries(HttpRequestMessage message, Token token) =>
        message.Headers.GetValues(Token.Header).First() == token.Value;

    private static OtcException SignedOut() =>
        new(OtcError.NotConnected, "This session was signed out meanwhile.", "Sign in with Connect-OtcSession.");

    private static OtcException Ended(string what, string why) => new(
        OtcError.AuthenticationFailed,
        $"{what}, and it can't be renewed: {why}.",
        "Sign in again with Connect-OtcSession.");

    /// <summary>Renews a token that is still good. If that does not work, the old one serves until its end.</summary>
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
            context.Trace($"The token could not be renewed yet: {e.Message}");
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

            // What was refused once will be refused again, and after a few refusals the cloud locks the user out.
            if (_refusal is not null)
            {
                return Task.FromException<Token>(_refusal);
            }

            // Not the caller's cancellation: others wait for the same renewal.
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
            context.Trace("Renewing the token of the session.");
            Token token = await _source.GetTokenAsync(context.With(timeout.Token)).ConfigureAwait(false);
            lock (_gate)
            {
                // Signed out while it was on its way: nobody gets it any more.
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
                : new OtcException(OtcError.OperationTimeout, "The sign-in for the next token took too long.", "Try again later.");
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
