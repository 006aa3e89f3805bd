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
        ["access_key_id"] = AccessKey,
        ["sk"] = SecretKey,
        ["secret_access_key"] = SecretKey,
        ["region"] = RegionName,
        ["endpoint_type"] = Interface,
        ["target_agency_name"] = AgencyName,
        ["target_domain_name"] = AgencyDomainName,
        ["compute_endpoint"] = EcsEndpoint,
        ["bms_endpoint"] = BmsEndpoint,
    };

    /// <summary>Returns the canonical name of a setting.</summary>
    public static string Normalize(string name)
    {
        string normal = name.Replace('-', '_').ToLowerInvariant();
        return Canonical.TryGetValue(normal, out string? canonical) ? canonical : normal;
    }

    /// <summary>Returns true if a name is an alias, over which the canonical name takes precedence.</summary>
    public static bool IsAlias(string name) => Canonical.ContainsKey(name.Replace('-', '_').ToLowerInvariant());
}
