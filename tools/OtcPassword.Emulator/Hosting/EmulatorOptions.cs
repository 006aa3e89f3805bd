namespace OtcPassword.Emulator.Hosting;

/// <summary>The options of an emulator.</summary>
internal sealed record EmulatorOptions
{
    public const int DefaultPort = 9950;

    /// <summary>The port; 0 selects a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The path of the scenario file, or null for the built-in scenario.</summary>
    public string? ScenarioFile { get; init; }

    /// <summary>The folder for the private key files, or null for a temporary folder.</summary>
    public string? KeyFolder { get; init; }
}
