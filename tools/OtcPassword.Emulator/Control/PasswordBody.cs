namespace OtcPassword.Emulator.Control;

/// <summary>The body of PUT /emulator/servers/{id}/password.</summary>
internal sealed class PasswordBody
{
    /// <summary>The new password. The default is the password that the server had.</summary>
    public string? Password { get; set; }
}
