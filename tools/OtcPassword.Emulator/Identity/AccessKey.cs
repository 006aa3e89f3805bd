using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>An access key in force: a user's own, or a temporary one that was issued here.</summary>
/// <param name="Secret">The secret key.</param>
/// <param name="SecurityToken">What every request with a temporary key must carry; null for a permanent key.</param>
/// <param name="Expires">When a temporary key stops being accepted.</param>
/// <param name="Caller">Whom the key stands for.</param>
internal sealed record AccessKey(string Secret, string? SecurityToken, DateTime Expires, Caller Caller);
