namespace OtcPassword.Emulator.Scenario;

/// <summary>A scenario file. README.md describes every member of this file and of its entries.</summary>
internal sealed class ScenarioFile
{
    public int Seed { get; set; } = 1;
    public string Region { get; set; } = "eu-de";
    public bool EncryptAtStart { get; set; }
    public JsonElement? Settings { get; set; }
    public FaultsEntry Faults { get; set; } = new();
    public DomainEntry[] Domains { get; set; } = [];
    public KeyPairEntry[] KeyPairs { get; set; } = [];
    public ServerEntry[] Servers { get; set; } = [];
}

/// <summary>An account with its projects, users, agencies, and identity providers.</summary>
internal sealed record DomainEntry(string Name)
{
    public string[] Projects { get; set; } = [];
    public UserEntry[] Users { get; set; } = [];
    public AgencyEntry[] Agencies { get; set; } = [];
    public IdentityProviderEntry[] IdentityProviders { get; set; } = [];
}

internal sealed record UserEntry(
    string Name,
    string Password,
    string? Passcode = null,
    string? AccessKey = null,
    string? SecretKey = null,
    string? SecurityToken = null,
    string[]? Projects = null,
    bool MayManagePasswords = true,
    string[]? MissingActions = null)
{
    public ApplicationCredentialEntry[] ApplicationCredentials { get; set; } = [];
}

internal sealed record ApplicationCredentialEntry(string Name, string Secret, string? Project = null);

internal sealed record AgencyEntry(
    string Name, string TrustedDomain, string[]? Projects = null, bool MayManagePasswords = true, string[]? MissingActions = null);

internal sealed record IdentityProviderEntry(string Name, string Protocol = "oidc")
{
    public OpenIdClient[] Clients { get; set; } = [new("otc-cli")];
}

/// <summary>A client of an OpenID provider. A public client has no secret.</summary>
internal sealed record OpenIdClient(string Id, string? Secret = null);

internal sealed record KeyPairEntry(string Name, string User, int Bits = 2048, PrivateKeyFormat Format = PrivateKeyFormat.Pkcs1);

internal enum PrivateKeyFormat { Pkcs1, Pkcs8, OpenSsh }

/// <summary>One server, or a number of servers of the same kind.</summary>
internal sealed record ServerEntry(
    string Name,
    string Project,
    bool BareMetal = false,
    string? OsType = "Windows",
    string? AdminUserName = null,
    string? KeyPair = null,
    string? User = null,
    string Status = "ACTIVE",
    int Count = 1,
    double AgeMinutes = 1440,
    double AgeStepSeconds = 1,
    string? Password = null,
    bool Posts = true,
    bool Cleared = false,
    string? RawCiphertext = null,
    bool FloatingAddress = false,
    string? Agency = null,
    double? PasswordDelaySeconds = null,
    double? PasswordDelayJitterSeconds = null);

/// <summary>The fault rules, and the seed that decides which requests get a fault: by default, the seed of the scenario.</summary>
internal sealed class FaultsEntry
{
    public int? Seed { get; set; }
    public FaultRuleEntry[] Rules { get; set; } = [];
}

/// <summary>The faults of the requests that the service, method, and path select.</summary>
internal sealed class FaultRuleEntry
{
    public string? Service { get; set; }
    public string? Method { get; set; }
    public string? Path { get; set; }
    public double LatencyMs { get; set; }
    public double LatencyJitterMs { get; set; }
    public Dictionary<string, double> Errors { get; set; } = [];
    public FaultBody ErrorBody { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
    public int? RetryAfterSeconds { get; set; }
    public bool RetryAfterDate { get; set; }
    public double Resets { get; set; }
    public double CutBodies { get; set; }
    public double SlowBodies { get; set; }
    public double SlowBodyMs { get; set; } = 2000;
    public double? RequestsPerSecond { get; set; }
    public double? Burst { get; set; }
    public int? SparesAfterAttempts { get; set; }
}

internal enum FaultBody { Auto, Gateway, Html, Empty }
