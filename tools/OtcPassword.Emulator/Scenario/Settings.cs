namespace OtcPassword.Emulator.Scenario;

/// <summary>The behavior of the cloud as a whole. Settings are immutable: a change creates a new instance.</summary>
internal sealed record Settings
{
    public double TokenLifetimeSeconds { get; init; } = 86_400;

    /// <summary>The lifetime of temporary access keys, or null for the requested lifetime.</summary>
    public double? TemporaryKeyLifetimeSeconds { get; init; }

    /// <summary>How long ECS and BMS still accept a revoked token, as services with a token cache do.</summary>
    public double RevocationDelaySeconds { get; init; }

    public int DefaultPageSize { get; init; } = 25;

    public int MaxPageSize { get; init; } = 1000;

    public IdentityErrorShape IdentityErrors { get; init; } = IdentityErrorShape.Keystone;

    /// <summary>
    /// The component that responds to an ECS request with a token that is not valid: Nova or the API gateway in front of it.
    /// </summary>
    public UnauthorizedShape EcsUnauthorized { get; init; } = UnauthorizedShape.Nova;

    /// <summary>The status of BMS.0040: 400 in the API reference, 404 as observed at gateways.</summary>
    public int BmsNotFoundStatus { get; init; } = 400;

    /// <summary>The version of the compute endpoint in the catalog: v2.1 or v2.</summary>
    public string ComputeVersion { get; init; } = "v2.1";

    /// <summary>false if the catalog has no BMS endpoint.</summary>
    public bool BmsInCatalog { get; init; } = true;

    /// <summary>true if the catalog has BMS only in another region.</summary>
    public bool BmsElsewhere { get; init; }

    /// <summary>false if the region of the compute endpoint in the catalog is null.</summary>
    public bool RegionInCatalog { get; init; } = true;

    /// <summary>false if lists have no metadata.os_type. The details of one server always have it.</summary>
    public bool OsTypeInLists { get; init; } = true;

    /// <summary>The largest limit for which a list does not time out with 504, or null for any.</summary>
    public int? LargestPageInTime { get; init; }

    /// <summary>The time from the launch of a server until it posts its password, by the clock of the emulator.</summary>
    public double PasswordDelaySeconds { get; init; } = 420;

    /// <summary>The maximum that is added to the delay, a fixed amount for each server.</summary>
    public double PasswordDelayJitterSeconds { get; init; }

    public Settings With(SettingsPatch patch) => this with
    {
        TokenLifetimeSeconds = ScenarioRange.Seconds(patch.TokenLifetimeSeconds ?? TokenLifetimeSeconds, "tokenLifetimeSeconds"),
        TemporaryKeyLifetimeSeconds = patch.TemporaryKeyLifetimeSeconds is { } lifetime
            ? ScenarioRange.Seconds(lifetime, "temporaryKeyLifetimeSeconds")
            : TemporaryKeyLifetimeSeconds,
        RevocationDelaySeconds = ScenarioRange.Seconds(patch.RevocationDelaySeconds ?? RevocationDelaySeconds, "revocationDelaySeconds"),
        DefaultPageSize = ScenarioRange.Within(patch.DefaultPageSize ?? DefaultPageSize, 1, 1_000_000, "defaultPageSize"),
        MaxPageSize = ScenarioRange.Within(patch.MaxPageSize ?? MaxPageSize, 1, 1_000_000, "maxPageSize"),
        IdentityErrors = patch.IdentityErrors ?? IdentityErrors,
        EcsUnauthorized = patch.EcsUnauthorized ?? EcsUnauthorized,
        BmsNotFoundStatus = ScenarioRange.Within(patch.BmsNotFoundStatus ?? BmsNotFoundStatus, 400, 599, "bmsNotFoundStatus"),
        ComputeVersion = patch.ComputeVersion ?? ComputeVersion,
        BmsInCatalog = patch.BmsInCatalog ?? BmsInCatalog,
        BmsElsewhere = patch.BmsElsewhere ?? BmsElsewhere,
        RegionInCatalog = patch.RegionInCatalog ?? RegionInCatalog,
        OsTypeInLists = patch.OsTypeInLists ?? OsTypeInLists,
        LargestPageInTime = patch.LargestPageInTime is { } page
            ? ScenarioRange.Within(page, 1, 1_000_000, "largestPageInTime")
            : LargestPageInTime,
        PasswordDelaySeconds = ScenarioRange.Seconds(patch.PasswordDelaySeconds ?? PasswordDelaySeconds, "passwordDelaySeconds"),
        PasswordDelayJitterSeconds = ScenarioRange.Seconds(patch.PasswordDelayJitterSeconds ?? PasswordDelayJitterSeconds, "passwordDelayJitterSeconds"),
    };
}
