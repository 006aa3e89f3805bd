using System;

namespace OtcPassword.Client.Identity.Api;

/// <summary>A token of the identity service with what the service says about it.</summary>
internal sealed class Token
{
    /// <summary>The header that carries a token.</summary>
    public const string Header = "X-Auth-Token";

    // A request on its way must not lose its token: renewed when a tenth of the lifetime is left, at most five minutes.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly DateTime _due;
    private readonly DateTime _end;

    /// <param name="value">The token.</param>
    /// <param name="description">What the service says about it.</param>
    /// <param name="serverTime">The service's clock when it said so.</param>
    public Token(string value, TokenDescription description, DateTimeOffset serverTime)
    {
        Value = value;
        Description = description;
        // Counted from now by this machine's clock, which may differ from the cloud's.
        DateTime now = DateTime.UtcNow;
        TimeSpan lifetime = description.ExpiresAt - serverTime;
        var margin = TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, LongestMargin.Ticks));
        _end = now + lifetime;
        _due = _end - margin;
    }

    public string Value { get; }

    public TokenDescription Description { get; }

    /// <summary>True when it is time to get the next one.</summary>
    public bool IsDue => DateTime.UtcNow >= _due;

    public bool IsExpired => DateTime.UtcNow >= _end;

    /// <summary>Never the token itself.</summary>
    public override string ToString() => $"token until {Description.ExpiresAt:u}";
}
