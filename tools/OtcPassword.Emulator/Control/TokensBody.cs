namespace OtcPassword.Emulator.Control;

/// <summary>The body of POST /emulator/tokens/expire and /emulator/tokens/revoke.</summary>
internal sealed class TokensBody
{
    /// <summary>The name of the user whose tokens end. The default is all users.</summary>
    public string? User { get; set; }
}
