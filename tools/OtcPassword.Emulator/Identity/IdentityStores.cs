namespace OtcPassword.Emulator.Identity;

/// <summary>A token that was issued.</summary>
internal sealed record Token(string Text, SignedInUser User, string[] Methods, string AuditId, DateTime Issued, DateTime Expires)
{
    /// <summary>When the token was revoked, or null. A service with a token cache accepts it for a while longer.</summary>
    public DateTime? Revoked { get; set; }

    /// <summary>true if the control API ended the token before its time. Every service rejects it from then on.</summary>
    public bool IsExpiredEarly { get; set; }

    public bool IsValid(TimeSpan revocationDelay) =>
        !IsExpiredEarly && DateTime.UtcNow < Expires && (Revoked is not { } revoked || DateTime.UtcNow < revoked + revocationDelay);
}

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
        return _tokens[text] = new Token(text, user, methods, audit, DateTime.UtcNow, expires);
    }

    /// <summary>Returns the token, or null if it is not valid.</summary>
    /// <param name="text">The token of the request.</param>
    /// <param name="revocationDelay">How long a revoked token is still accepted.</param>
    public Token? Find(string? text, TimeSpan revocationDelay = default) =>
        text is not null && _tokens.TryGetValue(text, out Token? token) && token.IsValid(revocationDelay) ? token : null;

    /// <summary>Changes all tokens, or those of one user.</summary>
    public void ForEach(string? userName, Action<Token> change) =>
        _tokens.Values.Where(token => userName is null || token.User.ActualUser.Name == userName).ToList().ForEach(change);
}

/// <summary>An access key: the permanent one of a user, or a temporary one.</summary>
/// <param name="Secret">The secret key.</param>
/// <param name="SecurityToken">The token that every request with a temporary key must have; null for a permanent key.</param>
/// <param name="Expires">When a temporary key expires.</param>
/// <param name="User">The user that requests with this key act for.</param>
internal sealed record AccessKey(string Secret, string? SecurityToken, DateTime Expires, SignedInUser User);

/// <summary>The access keys of the users, and the temporary ones that were issued.</summary>
internal sealed class AccessKeyStore(Cloud cloud)
{
    private readonly ConcurrentDictionary<string, AccessKey> _temporary = new();

    public AccessKey? Find(string id) =>
        _temporary.TryGetValue(id, out AccessKey? temporary) ? temporary
        : cloud.UsersByAccessKey.TryGetValue(id, out User? user)
            ? new AccessKey(user.Entry.SecretKey!, user.Entry.SecurityToken, DateTime.MaxValue, SignedInUser.Of(user))
        : null;

    /// <summary>Issues a temporary access key.</summary>
    /// <returns>Its ID and the key.</returns>
    public (string Id, AccessKey Key) Issue(SignedInUser user, TimeSpan lifetime)
    {
        string id = "TMP" + Convert.ToHexString(RandomNumberGenerator.GetBytes(9))[..17];
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(30));
        string securityToken = "gQpldS1kZX" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(132));
        return (id, _temporary[id] = new AccessKey(secret, securityToken, DateTime.UtcNow + lifetime, user));
    }

    /// <summary>Ends all temporary access keys that were issued, or those of one user.</summary>
    public void Expire(string? userName)
    {
        foreach ((string id, AccessKey key) in _temporary)
        {
            if (userName is null || key.User.ActualUser.Name == userName)
            {
                _temporary[id] = key with { Expires = DateTime.UtcNow };
            }
        }
    }
}
