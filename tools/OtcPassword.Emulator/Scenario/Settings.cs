namespace OtcPassword.Emulator.Scenario;

/// <summary>How the cloud behaves as a whole. Never changed in place: a change makes a new one.</summary>
internal sealed record Settings
{
    public double TokenLifetimeSeconds { get; init; } = 86_400;

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

    /// <summary>From launch to the moment at which the server has posted its password, on the emulator's clock.</summary>
    public double PasswordDelaySeconds { get; init; } = 420;

    /// <summary>Up to this much is added to the delay, a fixed amount for each server.</summary>
    public double PasswordDelayJitterSeconds { get; init; }

    public Settings With(SettingsPatch patch) => this with
    {
        TokenLifetimeSeconds = ScenarioRange.Seconds(patch.TokenLifetimeSeconds ?? TokenLifetimeSeconds, "tokenLifetimeSeconds"),
        RevocationDelaySeconds = ScenarioRange.Seconds(patch.RevocationDelaySeconds ?? RevocationDelaySeconds, "revocationDelaySeconds"),
        DefaultPageSize = ScenarioRange.Within(patch.DefaultPageSize ?? DefaultPageSize, 1, 1_000_000, "defaultPageSize"),
        MaxPageSize = ScenarioRange.Within(patch.MaxPageSize ?? MaxPageSize, 1, 1_000_000, "maxPageSize"),
        IdentityErrors = patch.IdentityErrors ?? IdentityErrors,
        EcsUnauthorized = patch.EcsUnauthorized ?? EcsUnauthorized,
        BmsNotFoundStatus = ScenarioRange.Within(patch.BmsNotFoundStatus ?? BmsNotFoundStatus, 400, 599, "bmsNotFoundStatus"),
        ComputeVersion = patch.ComputeVersion ?? ComputeVersion,
        BmsInCatalog = patch.BmsInCatalog ?? BmsInCatalog,
        PasswordDelaySeconds = ScenarioRange.Seconds(patch.PasswordDelaySeconds ?? PasswordDelaySeconds, "passwordDelaySeconds"),
        PasswordDelayJitterSeconds = ScenarioRange.Seconds(patch.PasswordDelayJitterSeconds ?? PasswordDelayJitterSeconds, "passwordDelayJitterSeconds"),
    };
}
