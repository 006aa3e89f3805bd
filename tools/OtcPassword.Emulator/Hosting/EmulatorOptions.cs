namespace OtcPassword.Emulator.Hosting;

/// <summary>What can be chosen when starting.</summary>
internal sealed record EmulatorOptions
{
    public const int DefaultPort = 9950;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>A scenario file; null for the built-in one.</summary>
    public string? ScenarioFile { get; init; }

    /// <summary>Where private keys go; null for a temporary folder.</summary>
    public string? KeyFolder { get; init; }
}
