namespace OtcPassword.Emulator.Scenario;

/// <summary>Those settings that are to differ; <see cref="Settings"/> says what each does.</summary>
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

    /// <summary>How fast the emulator's clock runs from now on; 60 makes a minute of a second.</summary>
    public double? ClockSpeed { get; set; }
}
