namespace OtcPassword.Emulator.Scenario;

/// <summary>An agency, which lets users of another account act for this one.</summary>
internal sealed class AgencyEntry
{
    public required string Name { get; set; }

    public required string TrustedDomain { get; set; }

    /// <summary>
    /// The projects that can be signed in to through the agency. The default is all projects of the account.
    /// </summary>
    public string[]? Projects { get; set; }

    public bool MayManagePasswords { get; set; } = true;
}
