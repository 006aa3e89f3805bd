using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>
/// Adds the session's token to requests and renews it: before it expires, and when the cloud refuses it early. However
/// many calls notice at once, there is one renewal, and all of them wait for it.
/// </summary>
internal sealed class TokenAuthenticator : IRequestAuthenticator, IDisposable
{
    private const string Header = "X-Auth-Token";
    private static readonly TimeSpan RenewalTimeout = TimeSpan.FromMinutes(2);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Func<CallContext, Task<Token>>? _signIn;
    private Token _token;
    private Task<Token>? _renewal;

    /// <param name="token">The token to begin with.</param>
    /// <param name="signIn">Gets the next one; null where a sign-in can't be repeated.</param>
    public TokenAuthenticator(Token token, Func<CallContext, Task<Token>>? signIn)
    {
        _token = token;
        _signIn = signIn;
    }

    public Token Current
    {
        get
        {
            lock (_gate)
            {
                return _token;
            }
        }
    }

    public async Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        Token token = Current;
        if (_signIn is null)
        {
            if (token.IsExpired)
            {
                throw new OtcException(
                    OtcError.AuthenticationFailed,
                    $"The token of this session expired at {token.Description.ExpiresAt:u}, and it can't be renewed without a password or access key.",
                    "Sign in again with Connect-OtcSession.");
            }
        }
        else if (token.IsDue)
        {
            token = await RenewAsync(token, context).ConfigureAwait(false);
        }

        message.Headers.Add(Header, token.Value);
    }

    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context)
    {
        if (_signIn is null)
        {
            return false;
        }

        string value = refused.Headers.GetValues(Header).First();
        Token current = Current;
        if (current.Value == value)
        {
            await RenewAsync(current, context).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Ends a renewal that is under way; later calls fail.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private Task<Token> RenewAsync(Token old, CallContext context)
    {
        Task<Token> renewal;
        lock (_gate)
        {
            if (!ReferenceEquals(_token, old))
            {
                return Task.FromResult(_token);
            }

            // Not the caller's cancellation: others wait for the same renewal.
            renewal = _renewal ??= Task.Run(() => SignInAgainAsync(context));
        }

        return renewal.WaitAsync(context.Cancellation);
    }

    private async Task<Token> SignInAgainAsync(CallContext context)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
        timeout.CancelAfter(RenewalTimeout);
        try
        {
            context.Trace("Renewing the token of the session.");
            Token token = await _signIn!(context.With(timeout.Token)).ConfigureAwait(false);
            lock (_gate)
            {
                _token = token;
            }

            return token;
        }
        finally
        {
            lock (_gate)
            {
                _renewal = null;
            }
        }
    }
}
