namespace OtcPassword.Emulator.Scenario;

/// <summary>A scenario as written in JSON; README.md explains every member.</summary>
internal sealed class ScenarioFile
{
    /// <summary>Ids, generated passwords and faults all follow from it.</summary>
    public int Seed { get; set; } = 1;

    public string Region { get; set; } = "eu-de";

    /// <summary>Encrypts all passwords at the start instead of when they are asked for: for measurements.</summary>
    public bool EncryptAtStart { get; set; }

    public SettingsPatch Settings { get; set; } = new();

    public FaultsEntry Faults { get; set; } = new();

    public DomainEntry[] Domains { get; set; } = [];

    public KeyPairEntry[] KeyPairs { get; set; } = [];

    public ServerEntry[] Servers { get; set; } = [];
}
