namespace OtcPassword.Client.Configuration;

/// <summary>
/// The names of settings, as in clouds.yaml and, in capital letters after <c>OS_</c>, in environment variables. Tools have
/// used different names for some of them.
/// </summary>
internal static class SettingNames
{
    public const string AuthUrl = "auth_url";
    public const string AuthType = "auth_type";
    public const string UserName = "username";
    public const string UserId = "user_id";
    public const string Password = "password";
    public const string Passcode = "passcode";
    public const string UserDomainName = "user_domain_name";
    public const string UserDomainId = "user_domain_id";
    public const string DomainName = "domain_name";
    public const string DomainId = "domain_id";
    public const string DefaultDomainId = "default_domain_id";
    public const string DefaultDomainName = "default_domain_name";
    public const string ProjectName = "project_name";
    public const string ProjectId = "project_id";
    public const string ProjectDomainName = "project_domain_name";
    public const string ProjectDomainId = "project_domain_id";
    public const string Token = "token";
    public const string ApplicationCredentialId = "application_credential_id";
    public const string ApplicationCredentialName = "application_credential_name";
    public const string ApplicationCredentialSecret = "application_credential_secret";
    public const string IdentityProvider = "identity_provider";
    public const string Protocol = "protocol";
    public const string AccessToken = "access_token";
    public const string Issuer = "issuer";
    public const string DiscoveryEndpoint = "discovery_endpoint";
    public const string TokenEndpoint = "access_token_endpoint";
    public const string DeviceEndpoint = "device_authorization_endpoint";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string OpenIdScope = "openid_scope";
    public const string RedirectUri = "redirect_uri";
    public const string AccessKey = "access_key";
    public const string SecretKey = "secret_key";
    public const string SecurityToken = "security_token";
    public const string AgencyName = "agency_name";
    public const string AgencyDomainName = "agency_domain_name";
    public const string AgencyDomainId = "agency_domain_id";
    public const string DelegatedProject = "delegated_project";
    public const string DelegatedProjectId = "delegated_project_id";
    public const string RegionName = "region_name";
    public const string Interface = "interface";
    public const string EcsEndpoint = "compute_endpoint_override";
    public const string BmsEndpoint = "bms_endpoint_override";
    public const string Verify = "verify";
    public const string Insecure = "insecure";
    public const string CaCertificate = "cacert";
    public const string ClientCertificate = "cert";
    public const string ClientKey = "key";
    public const string Profile = "profile";

    /// <summary>The former name of <see cref="Profile"/>.</summary>
    public const string Cloud = "cloud";

    private static readonly Dictionary<string, string> Canonical = new(StringComparer.Ordinal)
    {
        ["user_name"] = UserName,
        ["auth_plugin"] = AuthType,
        ["auth_token"] = Token,
        ["tenant_name"] = ProjectName,
        ["tenant_id"] = ProjectId,
        ["ak"] = AccessKey,
        ["id_token"] = AccessToken,
        ["access_key_id"] = AccessKey,
        ["scope"] = OpenIdScope,
        ["sk"] = SecretKey,
        ["secret_access_key"] = SecretKey,
        ["region"] = RegionName,
        ["endpoint_type"] = Interface,
        ["target_agency_name"] = AgencyName,
        ["target_domain_name"] = AgencyDomainName,
        ["target_domain_id"] = AgencyDomainId,
        ["target_project_name"] = DelegatedProject,
        ["target_project_id"] = DelegatedProjectId,

        // An ID, although it does not say so.
        ["default_domain"] = DefaultDomainId,
        ["ecs_endpoint"] = EcsEndpoint,
        ["compute_endpoint"] = EcsEndpoint,
        ["bms_endpoint"] = BmsEndpoint,
    };

    // What OpenStack's tools know and this module cannot honor: it must not be ignored, because it changes whose token is requested
    // or to whom it is sent.
    private static readonly Dictionary<string, string> NotSupported = new(StringComparer.Ordinal)
    {
        [CaCertificate] = "a CA certificate file",
        [ClientCertificate] = "a client certificate",
        [ClientKey] = "a client certificate",
        ["system_scope"] = "a scope other than a project",
        ["trust_id"] = "a trust",
    };

    // The settings of one service: a session has one region and interface.
    private static readonly string[] PerService =
    [
        "compute_interface", "compute_endpoint_type", "compute_region_name", "compute_service_type", "compute_service_name",
        "bms_interface", "bms_endpoint_type", "bms_region_name", "bms_service_type", "bms_service_name",
    ];

    // Other settings of OpenStack's tools, which are not misspelled, and the ends of those of each service.
    private static readonly string[] Harmless =
    [
        Profile, Cloud, "auth", "regions", "access_token_type", "api_timeout", "app_name", "app_version",
        "auth_methods", "code", "code_challenge_method", "database", "force_ipv4", "identity_provider_url", "image_format",
        "include_catalog", "log_file", "message", "networks", "prefer_ipv6", "reauthenticate", "status", "timeout",
        "allow_version_hack", "token_endpoint",
    ];

    private static readonly string[] HarmlessEnds =
        ["_endpoint_override", "_endpoint", "_endpoint_type", "_interface", "_region_name", "_service_type", "_service_name", "version"];

    /// <summary>
    /// Gets the names of the settings, those that take precedence last. OS_CLOUD and OS_PROFILE are not settings of a sign-in.
    /// </summary>
    public static IEnumerable<string> All => Canonical.Keys.Concat(
    [
        AuthUrl, AuthType, UserName, UserId, Password, Passcode, UserDomainName, UserDomainId, DomainName, DomainId, DefaultDomainId,
        DefaultDomainName, ProjectName, ProjectId, ProjectDomainName, ProjectDomainId, Token, ApplicationCredentialId,
        ApplicationCredentialName, ApplicationCredentialSecret, IdentityProvider, Protocol, AccessToken, Issuer, DiscoveryEndpoint,
        TokenEndpoint, DeviceEndpoint, ClientId, ClientSecret, OpenIdScope, RedirectUri, AccessKey, SecretKey, SecurityToken,
        AgencyName, AgencyDomainName, AgencyDomainId, DelegatedProject, DelegatedProjectId, RegionName, Interface,
        EcsEndpoint, BmsEndpoint, Verify, Insecure,
    ]).Concat(NotSupported.Keys).Concat(PerService);

    /// <summary>Returns what a setting that is not supported specifies, or null.</summary>
    public static string? WhyNotSupported(string name) =>
        NotSupported.TryGetValue(name, out string? what) ? what
        : PerService.Contains(name, StringComparer.Ordinal) ? "a setting of one service" : null;

    /// <summary>Returns a passcode without the spaces in which apps group its digits.</summary>
    public static string WithoutWhiteSpace(string passcode) => string.Concat(passcode.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Returns true if the value is a secret, which is used as it is.</summary>
    public static bool IsSecret(string name) => name is Password or ApplicationCredentialSecret or ClientSecret;

    /// <summary>Returns true if openstacksdk prefers the value beside "auth" to the one in it.</summary>
    public static bool IsPreferredBesideAuth(string name) => name is DomainId or DomainName or UserDomainId or UserDomainName
        or ProjectDomainId or ProjectDomainName or ProjectId or ProjectName or Token or Passcode;

    /// <summary>Returns a warning for a name that is probably misspelled, or null.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="isInAuth">true in "auth", where all names are known; otherwise, only a similar name is misspelled.</param>
    public static string? Misspelled(string name, bool isInAuth)
    {
        string normal = Normalize(name, out _);
        if (All.Concat(Harmless).Contains(normal, StringComparer.Ordinal)
            || (!isInAuth && Array.Exists(HarmlessEnds, end => normal.EndsWith(end, StringComparison.Ordinal))))
        {
            return null;
        }

        string? meant = All.Where(known => Math.Abs(normal.Length - known.Length) <= 2 && Distance(normal, known) <= (known.Length < 6 ? 1 : 2))
            .OrderBy(known => Distance(normal, known)).FirstOrDefault();
        return meant is not null ? $"Did you mean '{meant}'?" : isInAuth ? "Verify the name." : null;
    }

    /// <summary>Returns the environment variable of a setting.</summary>
    public static string Variable(string name) => "OS_" + name.ToUpperInvariant();

    /// <summary>Returns the parameter of a setting.</summary>
    public static string Parameter(string name) => name switch
    {
        RegionName => "-Region",
        EcsEndpoint => "-EcsEndpoint",
        BmsEndpoint => "-BmsEndpoint",
        AccessToken => "-IdToken",
        OpenIdScope => "-Scope",
        UserDomainName => "-DomainName",
        Password => "the password of -Credential",
        _ => "-" + string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1))),
    };

    /// <summary>Returns the canonical name of a setting.</summary>
    /// <param name="name">A name in any case, with hyphens or underscores.</param>
    /// <param name="isAlias">true if the canonical name takes precedence over this name.</param>
    public static string Normalize(string name, out bool isAlias)
    {
        string normal = name.Replace('-', '_').ToLowerInvariant();
        isAlias = Canonical.TryGetValue(normal, out string? canonical);
        return canonical ?? normal;
    }

    /// <summary>Returns the canonical name of the setting that a parameter specifies.</summary>
    public static string OfParameter(string parameter)
    {
        string name = parameter;
        for (int i = name.Length - 1; i > 0; i--)
        {
            name = char.IsUpper(name[i]) ? name.Insert(i, "_") : name;
        }

        return Normalize(name, out _);
    }

    // Levenshtein's distance: the number of characters to insert, remove, or replace.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
