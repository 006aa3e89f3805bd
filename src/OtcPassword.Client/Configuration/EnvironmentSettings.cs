namespace OtcPassword.Client.Configuration;

/// <summary>Reads the OS_* variables of OpenStack's and OTC's tools.</summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "OS_";

    // Of two names for the same setting, the later one wins.
    private static readonly string[] Names =
    [
        SettingNames.AuthUrl, SettingNames.AuthType, SettingNames.UserName, "user_name", SettingNames.UserId,
        SettingNames.Password, SettingNames.Passcode, SettingNames.UserDomainName, SettingNames.UserDomainId,
        SettingNames.DomainName, SettingNames.DomainId, SettingNames.DefaultDomain, "tenant_name", SettingNames.ProjectName,
        "tenant_id", SettingNames.ProjectId, SettingNames.ProjectDomainName, SettingNames.ProjectDomainId, "auth_token",
        SettingNames.Token, SettingNames.ApplicationCredentialId, SettingNames.ApplicationCredentialName,
        SettingNames.ApplicationCredentialSecret, SettingNames.IdentityProvider, SettingNames.Protocol,
        SettingNames.AccessToken, "access_key_id", SettingNames.AccessKey, "secret_access_key", SettingNames.SecretKey,
        SettingNames.SecurityToken, SettingNames.AgencyName, SettingNames.AgencyDomainName,
        SettingNames.DelegatedProject, "region", SettingNames.RegionName, "endpoint_type", SettingNames.Interface,
        SettingNames.EcsEndpoint, SettingNames.BmsEndpoint, SettingNames.Verify, SettingNames.Insecure,
        SettingNames.CaCertificate, SettingNames.ClientCertificate, SettingNames.ClientKey,
    ];

    /// <summary>Gets the settings that identify the user. At least one of them is required.</summary>
    public static IReadOnlyList<string> Identifying { get; } =
        [
            SettingNames.UserName, SettingNames.UserId, SettingNames.Token, SettingNames.AccessKey,
            SettingNames.ApplicationCredentialId, SettingNames.ApplicationCredentialName, SettingNames.AccessToken,
        ];

    public static SettingSet Read(Func<string, string?> variables)
    {
        var settings = new SettingSet("the OS_* environment variables", Variable);
        foreach (string name in Names)
        {
            if (variables(Variable(name)) is { Length: > 0 } value)
            {
                settings.Add(name, new Setting(value, Variable(name)));
            }
        }

        return settings;
    }

    public static string Variable(string name) => Prefix + name.ToUpperInvariant();
}
