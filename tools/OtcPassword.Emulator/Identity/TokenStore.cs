using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OtcPassword.Emulator.Identity;

/// <summary>The tokens that were issued.</summary>
internal sealed class TokenStore
{
    private readonly ConcurrentDictionary<string, Token> _tokens = new();

    /// <param name="user">The signed-in user.</param>
    /// <param name="methods">The sign-in methods, such as password and totp.</param>
    /// <param name="expires">When the token expires.</param>
    public Token Issue(SignedInUser user, string[] methods, DateTime expires)
    {
        // The length and the first characters of a Keystone token.
        string text = "gAAAAAB" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(132));
        string audit = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var token = new Token(text, user, methods, audit, DateTime.UtcNow, expires);
        _tokens[text] = token;
        return token;
    }

    /// <summary>Returns the token, or null if it is not valid.</summary>
    /// <param name="text">The token of the request.</param>
    /// <param name="revocationDelay">How long a revoked token is still accepted.</param>
    public Token? Find(string? text, TimeSpan revocationDelay) =>
        !string.IsNullOrEmpty(text) && _tokens.TryGetValue(text, out Token? token) && token.IsValid(DateTime.UtcNow, revocationDelay)
            ? token
            : null;

    public static void Revoke(Token token) => token.Revoked = DateTime.UtcNow;

    /// <summary>Ends all tokens, or those of one user, immediately and for every service.</summary>
    public void ExpireAll(string? userName)
    {
        foreach (Token token in _tokens.Values)
        {
            token.IsExpiredEarly |= userName is null || token.User.ActualUser.Name == userName;
        }
    }

    /// <summary>Revokes all tokens, or those of one user. Services may accept them for a while longer.</summary>
    public void RevokeAll(string? userName)
    {
        foreach (Token token in _tokens.Values)
        {
            if (token.Revoked is null && (userName is null || token.User.ActualUser.Name == userName))
            {
                Revoke(token);
            }
        }
    }
}
