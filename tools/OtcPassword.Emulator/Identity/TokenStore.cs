using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OtcPassword.Emulator.Identity;

/// <summary>The tokens in circulation.</summary>
internal sealed class TokenStore
{
    private readonly ConcurrentDictionary<string, Token> _tokens = new();

    /// <param name="caller">Whom it stands for.</param>
    /// <param name="methods">How that was proved.</param>
    /// <param name="expires">When it ends.</param>
    public Token Issue(Caller caller, string[] methods, DateTime expires)
    {
        // As long as a Keystone token and begun like one.
        string text = "gAAAAAB" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(132));
        string audit = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var token = new Token(text, caller, methods, audit, DateTime.UtcNow, expires);
        _tokens[text] = token;
        return token;
    }

    /// <summary>The token if it is good.</summary>
    /// <param name="text">What was sent.</param>
    /// <param name="grace">How long a revoked token is still believed in.</param>
    public Token? Find(string? text, TimeSpan grace)
    {
        if (string.IsNullOrEmpty(text) || !_tokens.TryGetValue(text, out Token? token))
        {
            return null;
        }

        DateTime now = DateTime.UtcNow;
        bool good = !token.Dead && now < token.Expires
            && (token.Ended == DateTime.MaxValue || now < token.Ended + grace);
        return good ? token : null;
    }

    public static void Revoke(Token token) => token.Ended = DateTime.UtcNow;

    /// <summary>Ends all tokens, or one user's, from one moment to the next.</summary>
    public int EndAll(string? user)
    {
        int count = 0;
        foreach (Token token in _tokens.Values)
        {
            if (!token.Dead && (user is null || token.Caller.Person.Name == user))
            {
                token.Dead = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>Revokes all tokens, or one user's; services may go on trusting them for a while.</summary>
    public int RevokeAll(string? user)
    {
        int count = 0;
        foreach (Token token in _tokens.Values)
        {
            if (token.Ended == DateTime.MaxValue && (user is null || token.Caller.Person.Name == user))
            {
                Revoke(token);
                count++;
            }
        }

        return count;
    }
}
