namespace OtcPassword.Emulator.Scenario;

/// <summary>An application credential of a user.</summary>
internal sealed class ApplicationCredentialEntry
{
    public required string Name { get; set; }

    public required string Secret { get; set; }

    /// <summary>The one project that it signs in to. The default is the default project of the user.</summary>
    public string? Project { get; set; }
}
