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
    public const string DefaultDomain = "default_domain";
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
    public const string AccessKey = "access_key";
    public const string SecretKey = "secret_key";
    public const string SecurityToken = "security_token";
    public const string AgencyName = "agency_name";
    public const string AgencyDomainName = "agency_domain_name";
    public const string DelegatedProject = "delegated_project";
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
        ["sk"] = SecretKey,
        ["secret_access_key"] = SecretKey,
        ["region"] = RegionName,
        ["endpoint_type"] = Interface,
        ["target_agency_name"] = AgencyName,
        ["target_domain_name"] = AgencyDomainName,
        ["ecs_endpoint"] = EcsEndpoint,
        ["compute_endpoint"] = EcsEndpoint,
        ["bms_endpoint"] = BmsEndpoint,
    };

    /// <summary>
    /// Gets the names that are read from the environment. Of two names for the same setting, the later one wins. OS_CLOUD and
    /// OS_PROFILE are not settings of a sign-in.
    /// </summary>
    public static IEnumerable<string> InEnvironment => Canonical.Keys.Concat(
    [
        AuthUrl, AuthType, UserName, UserId, Password, Passcode, UserDomainName, UserDomainId, DomainName, DomainId, DefaultDomain,
        ProjectName, ProjectId, ProjectDomainName, ProjectDomainId, Token, ApplicationCredentialId, ApplicationCredentialName,
        ApplicationCredentialSecret, IdentityProvider, Protocol, AccessToken, AccessKey, SecretKey, SecurityToken, AgencyName,
        AgencyDomainName, DelegatedProject, RegionName, Interface, EcsEndpoint, BmsEndpoint, Verify, Insecure, CaCertificate,
        ClientCertificate, ClientKey,
    ]);

    /// <summary>Returns the environment variable of a setting.</summary>
    public static string Variable(string name) => "OS_" + name.ToUpperInvariant();

    /// <summary>Returns the parameter of a setting.</summary>
    public static string Parameter(string name) => name switch
    {
        RegionName => "-Region",
        EcsEndpoint => "-EcsEndpoint",
        BmsEndpoint => "-BmsEndpoint",
        AccessToken => "-IdToken",
        UserDomainName => "-DomainName",
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
    public static string OfParameter(string parameter) =>
        Normalize(string.Concat(parameter.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")), out _);
}
