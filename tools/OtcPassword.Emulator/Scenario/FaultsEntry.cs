namespace OtcPassword.Emulator.Scenario;

/// <summary>The fault rules, and the seed that decides which requests get a fault.</summary>
internal sealed class FaultsEntry
{
    /// <summary>The seed. The default is the seed of the scenario.</summary>
    public int? Seed { get; set; }

    public FaultRuleEntry[] Rules { get; set; } = [];
}
