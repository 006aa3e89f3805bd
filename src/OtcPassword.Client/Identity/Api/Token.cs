namespace OtcPassword.Client.Identity.Api;

/// <summary>A token and its description by the identity service.</summary>
internal sealed class Token
{
    /// <summary>The header that carries a token.</summary>
    public const string Header = "X-Auth-Token";

    // A token must not expire during a request: it is renewed when a tenth of its lifetime is left, at most five minutes.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly DateTime _due;
    private readonly DateTime _end;

    /// <param name="value">The token.</param>
    /// <param name="description">The description of the token.</param>
    /// <param name="expiresAt">The expiration time, by the clock of the service.</param>
    /// <param name="serverTime">The time of the service when it sent the description.</param>
    public Token(string value, TokenDescription description, DateTimeOffset expiresAt, DateTimeOffset serverTime)
    {
        Value = value;
        Description = description;
        ExpiresAt = expiresAt;
        // Computed from the clock of this computer, which can differ from the clock of the cloud.
        DateTime now = DateTime.UtcNow;
        TimeSpan lifetime = expiresAt - serverTime;
        var margin = TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, LongestMargin.Ticks));
        _end = now + lifetime;
        _due = _end - margin;
    }

    public string Value { get; }

    public TokenDescription Description { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets whether it is time to renew the token.</summary>
    public bool IsDue => DateTime.UtcNow >= _due;

    public bool IsExpired => DateTime.UtcNow >= _end;

    /// <summary>Returns the expiration time, never the token.</summary>
    public override string ToString() => $"token until {ExpiresAt:u}";
}
