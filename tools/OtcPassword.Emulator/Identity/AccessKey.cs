using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>An access key: the permanent one of a user, or a temporary one.</summary>
/// <param name="Secret">The secret key.</param>
/// <param name="SecurityToken">The token that every request with a temporary key must have; null for a permanent key.</param>
/// <param name="Expires">When a temporary key expires.</param>
/// <param name="User">The user that requests with this key act for.</param>
internal sealed record AccessKey(string Secret, string? SecurityToken, DateTime Expires, SignedInUser User);
