namespace OtcPassword.Emulator.Scenario;

/// <summary>
/// The behavior of the cloud as a whole. README.md describes every setting. Settings are immutable: a change creates a new
/// instance.
/// </summary>
internal sealed record Settings
{
    public double TokenLifetimeSeconds { get; init; } = 86_400;
    public double? TemporaryKeyLifetimeSeconds { get; init; }
    public double RevocationDelaySeconds { get; init; }
    public int DefaultPageSize { get; init; } = 25;
    public int MaxPageSize { get; init; } = 1000;
    public IdentityErrorShape IdentityErrors { get; init; }
    public UnauthorizedShape EcsUnauthorized { get; init; }
    public int BmsNotFoundStatus { get; init; } = 400;
    public string ComputeVersion { get; init; } = "v2.1";
    public bool BmsInCatalog { get; init; } = true;
    public bool BmsElsewhere { get; init; }
    public bool RegionInCatalog { get; init; } = true;
    public bool OsTypeInLists { get; init; } = true;
    public int? LargestPageInTime { get; init; }
    public double PasswordDelaySeconds { get; init; } = 420;
    public double PasswordDelayJitterSeconds { get; init; }
    public bool AccountTokenWithoutScope { get; init; }
    public bool PasscodeByName { get; init; } = true;
    public bool DeadTokenForbidden { get; init; }
    public string? MetadataServer { get; init; }
    public OpenIdSignIn OpenIdSignIn { get; init; }
    public string? OpenIdUser { get; init; }
    public double IdTokenLifetimeSeconds { get; init; } = 3600;
    public bool IdTokenOnRefresh { get; init; } = true;
    public double DeviceIntervalSeconds { get; init; } = 5;
    public double DeviceCodeLifetimeSeconds { get; init; } = 600;
    public double ClockSpeed { get; init; } = 1;

    /// <param name="changes">An object with the settings to change. Members that are null change nothing.</param>
    /// <exception cref="ScenarioException">A setting is unknown or not valid.</exception>
    public Settings With(JsonElement changes)
    {
        try
        {
            JsonObject merged = JsonSerializer.SerializeToNode(this, ControlJson.Default.Settings)!.AsObject();
            foreach ((string name, JsonElement value) in changes.Deserialize(ControlJson.Default.DictionaryStringJsonElement)
                ?? throw new JsonException("The value is null."))
            {
                if (value.ValueKind != JsonValueKind.Null)
                {
                    merged[name] = JsonSerializer.SerializeToNode(value, ControlJson.Default.JsonElement);
                }
            }

            return merged.Deserialize(ControlJson.Default.Settings)!.Checked();
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"Settings: {e.Message}", e);
        }
    }

    private Settings Checked()
    {
        const int MostServers = 1_000_000;
        ScenarioRange.Within(ClockSpeed, 0, 1_000_000);
        ScenarioRange.Seconds(TokenLifetimeSeconds);
        ScenarioRange.Seconds(TemporaryKeyLifetimeSeconds);
        ScenarioRange.Seconds(RevocationDelaySeconds);
        ScenarioRange.Within(DefaultPageSize, 1, MostServers);
        ScenarioRange.Within(MaxPageSize, 1, MostServers);
        ScenarioRange.Within(BmsNotFoundStatus, 400, 599);
        ScenarioRange.Within(LargestPageInTime, 1, MostServers);
        ScenarioRange.Seconds(IdTokenLifetimeSeconds);
        ScenarioRange.Seconds(DeviceIntervalSeconds);
        ScenarioRange.Seconds(DeviceCodeLifetimeSeconds);
        ScenarioRange.Seconds(PasswordDelaySeconds);
        ScenarioRange.Seconds(PasswordDelayJitterSeconds);
        return this;
    }
}

internal enum IdentityErrorShape { Keystone, Iam, IamTexts }

internal enum UnauthorizedShape { Nova, Gateway }

internal enum OpenIdSignIn { Accepts, Denies, Waits }
