namespace OtcPassword.Emulator.Scenario;

/// <summary>How the cloud behaves as a whole. Never changed in place: a change makes a new one.</summary>
internal sealed record Settings
{
    public double TokenLifetimeSeconds { get; init; } = 86_400;

    /// <summary>How long temporary access keys live, whatever the request for one says; null: as long as it says.</summary>
    public double? TemporaryKeyLifetimeSeconds { get; init; }

    /// <summary>How long ECS and BMS go on trusting a revoked token, as services with a token cache do.</summary>
    public double RevocationDelaySeconds { get; init; }

    public int DefaultPageSize { get; init; } = 25;

    public int MaxPageSize { get; init; } = 1000;

    public IdentityErrorShape IdentityErrors { get; init; } = IdentityErrorShape.Keystone;

    /// <summary>Who answers an ECS call with a bad token: Nova's own filter or the gateway before it.</summary>
    public UnauthorizedShape EcsUnauthorized { get; init; } = UnauthorizedShape.Nova;

    /// <summary>The status beside BMS.0040; the documents say 400, gateways have been seen to say 404.</summary>
    public int BmsNotFoundStatus { get; init; } = 400;

    /// <summary>What the catalog gives for compute: v2.1 or v2.</summary>
    public string ComputeVersion { get; init; } = "v2.1";

    /// <summary>False: the catalog does not know BMS, and clients must find it otherwise.</summary>
    public bool BmsInCatalog { get; init; } = true;

    /// <summary>True: the catalog has BMS in another region only.</summary>
    public bool BmsElsewhere { get; init; }

    /// <summary>False: the compute endpoint of the catalog has null for a region.</summary>
    public bool RegionInCatalog { get; init; } = true;

    /// <summary>False: lists leave out metadata.os_type, which the details of one server still have.</summary>
    public bool OsTypeInLists { get; init; } = true;

    /// <summary>A list with a larger limit gets 504 from the gateway; null: none does.</summary>
    public int? LargestPageInTime { get; init; }

    /// <summary>From launch to the moment at which the server has posted its password, on the emulator's clock.</summary>
    public double PasswordDelaySeconds { get; init; } = 420;

    /// <summary>Up to this much is added to the delay, a fixed amount for each server.</summary>
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
