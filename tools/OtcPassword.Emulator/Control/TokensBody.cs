namespace OtcPassword.Emulator.Control;

/// <summary>Body of POST /emulator/tokens/expire and /emulator/tokens/revoke.</summary>
internal sealed class TokensBody
{
    /// <summary>Only this user's; everybody's if left out.</summary>
    public string? User { get; set; }
}
