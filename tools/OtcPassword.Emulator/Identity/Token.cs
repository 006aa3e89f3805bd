using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>A token that was issued.</summary>
internal sealed class Token(string text, SignedInUser user, string[] methods, string auditId, DateTime issued, DateTime expires)
{
    public string Text { get; } = text;

    public SignedInUser User { get; } = user;

    public string[] Methods { get; } = methods;

    public string AuditId { get; } = auditId;

    public DateTime Issued { get; } = issued;

    public DateTime Expires { get; } = expires;

    /// <summary>When the token was revoked, or null. A service with a token cache accepts it for a while longer.</summary>
    public DateTime? Revoked { get; set; }

    /// <summary>true if the control API ended the token before its time. Every service rejects it from then on.</summary>
    public bool IsExpiredEarly { get; set; }

    /// <param name="now">The time of the request.</param>
    /// <param name="revocationDelay">How long a revoked token is still accepted.</param>
    public bool IsValid(DateTime now, TimeSpan revocationDelay) =>
        !IsExpiredEarly && now < Expires && (Revoked is not { } revoked || now < revoked + revocationDelay);
}
