namespace OtcPassword.Emulator.Scenario;

/// <summary>A scenario file. README.md describes every member.</summary>
internal sealed class ScenarioFile
{
    /// <summary>The seed that decides IDs, generated passwords, and faults.</summary>
    public int Seed { get; set; } = 1;

    public string Region { get; set; } = "eu-de";

    /// <summary>
    /// true to encrypt all passwords at the start instead of on the first request for each, for measurements.
    /// </summary>
    public bool EncryptAtStart { get; set; }

    public SettingsPatch Settings { get; set; } = new();

    public FaultsEntry Faults { get; set; } = new();

    public DomainEntry[] Domains { get; set; } = [];

    public KeyPairEntry[] KeyPairs { get; set; } = [];

    public ServerEntry[] Servers { get; set; } = [];
}
