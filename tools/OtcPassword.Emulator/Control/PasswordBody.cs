namespace OtcPassword.Emulator.Control;

/// <summary>Body of PUT /emulator/servers/{id}/password.</summary>
internal sealed class PasswordBody
{
    /// <summary>The password from now on; left out: the one that was there comes back.</summary>
    public string? Password { get; set; }
}
