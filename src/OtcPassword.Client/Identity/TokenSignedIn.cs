using System;
using System.Net.Http;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>A caller with a token, which is renewed where it can be.</summary>
internal sealed class TokenSignedIn : SignedIn
{
    private readonly TokenAuthenticator _authenticator;
    private readonly IdentityService _identity;
    private readonly SignedIn? _behind;

    private TokenSignedIn(TokenAuthenticator authenticator, IdentityService identity, SignedIn? behind)
    {
        _authenticator = authenticator;
        _identity = identity;
        _behind = behind;
        Caller = CallerDescription.Of(authenticator.Current.Description);
    }

    public override CallerDescription Caller { get; }

    public override DateTimeOffset? ExpiresAt => _authenticator.ExpiresAt;

    /// <param name="source">Where the tokens come from.</param>
    /// <param name="identity">Where they are revoked.</param>
    /// <param name="behind">Who <paramref name="source"/> asks as; ends with this. Null if as nobody.</param>
    /// <param name="context">Stops the call.</param>
    public static async Task<TokenSignedIn> CreateAsync(
        ITokenSource source, IdentityService identity, SignedIn? behind, CallContext context)
    {
        Token token = await source.GetTokenAsync(context).ConfigureAwait(false);
        return new TokenSignedIn(new TokenAuthenticator(token, source), identity, behind);
    }

    public override Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context) =>
        _authenticator.AuthenticateAsync(message, body, context);

    public override Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context) =>
        _authenticator.TryRenewAsync(refused, context);

    public override bool HasEnded(HttpRequestMessage refused) => _authenticator.HasEnded(refused);

    public override async Task RevokeAsync(CallContext context)
    {
        Token token = _authenticator.Current;
        if (!token.IsExpired)
        {
            await _identity.RevokeAsync(token, context).ConfigureAwait(false);
        }

        if (_behind is not null)
        {
            await _behind.RevokeAsync(context).ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _authenticator.Dispose();
        _behind?.Dispose();
        base.Dispose(disposing);
    }
}
