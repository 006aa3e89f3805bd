using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>A token that was given out.</summary>
internal sealed class Token(string text, Caller caller, string[] methods, string auditId, DateTime issued, DateTime expires)
{
    public string Text { get; } = text;

    public Caller Caller { get; } = caller;

    public string[] Methods { get; } = methods;

    public string AuditId { get; } = auditId;

    public DateTime Issued { get; } = issued;

    public DateTime Expires { get; } = expires;

    /// <summary>When it was taken back, or a time that never comes.</summary>
    public DateTime Ended { get; set; } = DateTime.MaxValue;

    /// <summary>True: it died early, but by its dates it is still good. No cache covers for it.</summary>
    public bool Dead { get; set; }
}
