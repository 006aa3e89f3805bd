namespace OtcPassword.Emulator.Scenario;

/// <summary>Lets users of another account act for this one.</summary>
internal sealed class AgencyEntry
{
    public required string Name { get; set; }

    public required string TrustedDomain { get; set; }

    /// <summary>What may be entered through it; all projects of the account if left out.</summary>
    public string[]? Projects { get; set; }

    public bool MayManagePasswords { get; set; } = true;
}
