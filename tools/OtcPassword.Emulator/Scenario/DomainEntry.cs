namespace OtcPassword.Emulator.Scenario;

/// <summary>An account with its projects, users, agencies, and identity providers.</summary>
internal sealed class DomainEntry
{
    public required string Name { get; set; }

    public string[] Projects { get; set; } = [];

    public UserEntry[] Users { get; set; } = [];

    public AgencyEntry[] Agencies { get; set; } = [];

    public IdentityProviderEntry[] IdentityProviders { get; set; } = [];
}
