namespace OtcPassword.Emulator.Scenario;

/// <summary>The settings to change. <see cref="Settings"/> describes them.</summary>
internal sealed class SettingsPatch
{
    public double? TokenLifetimeSeconds { get; set; }

    public double? TemporaryKeyLifetimeSeconds { get; set; }

    public double? RevocationDelaySeconds { get; set; }

    public int? DefaultPageSize { get; set; }

    public int? MaxPageSize { get; set; }

    public IdentityErrorShape? IdentityErrors { get; set; }

    public UnauthorizedShape? EcsUnauthorized { get; set; }

    public int? BmsNotFoundStatus { get; set; }

    public string? ComputeVersion { get; set; }

    public bool? BmsInCatalog { get; set; }

    public bool? BmsElsewhere { get; set; }

    public bool? RegionInCatalog { get; set; }

    public bool? OsTypeInLists { get; set; }

    public int? LargestPageInTime { get; set; }

    public double? PasswordDelaySeconds { get; set; }

    public double? PasswordDelayJitterSeconds { get; set; }

    /// <summary>The new speed of the clock of the emulator. With 60, a second counts as a minute.</summary>
    public double? ClockSpeed { get; set; }
}
