namespace OtcPassword.Emulator.Scenario;

/// <summary>What goes wrong, and the seed that decides when.</summary>
internal sealed class FaultsEntry
{
    /// <summary>The scenario's seed if left out.</summary>
    public int? Seed { get; set; }

    public FaultRuleEntry[] Rules { get; set; } = [];
}
