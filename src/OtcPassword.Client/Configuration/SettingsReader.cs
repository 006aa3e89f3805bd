using System.Security;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Configuration;

/// <summary>Converts settings to the options of a sign-in, and reports settings that are missing or contradict each other.</summary>
internal sealed class SettingsReader(SettingSet settings)
{
    private const string TrustCertificate =
        "If the service uses a private certificate authority, add its certificate to the operating system's trust store: on Windows, run Import-Certificate -FilePath FILE -CertStoreLocation Cert:\\CurrentUser\\Root; on Linux, run update-ca-certificates, or set SSL_CERT_FILE.";

    private const string RegionPlaceholder = "{region_name}";

    /// <summary>Returns the credential, for the caller to dispose.</summary>
    /// <remarks>
    /// Settings can contain more than one credential: OTC's tools, for example, store an access key for other purposes next to
    /// a password. The password takes precedence, as in the openstack command, unless "auth_type" specifies otherwise.
    /// </remarks>
    public SignInCredential ReadCredential()
    {
        string type = settings[SettingNames.AuthType]?.Value ?? string.Empty;
        bool hasUser = settings.HasAny(SettingNames.UserName, SettingNames.UserId);
        switch (type)
        {
            case "token" or "v3token":
                return ReadToken();
            case "password" or "v3password" or "v3totp" or "v3multifactor":
                return ReadPassword();
            case "v3applicationcredential":
                return ReadApplicationCredential();
            case "v3oidcaccesstoken":
                return ReadIdToken();
            case "" or "aksk" or "v3aksk" or "otc":
                break;
            default:
                throw Invalid(
                    $"{settings[SettingNames.AuthType]!.Origin} specifies a sign-in method that is not supported.",
                    "Specify password, token, v3totp, v3multifactor, v3applicationcredential, or v3oidcaccesstoken. For other methods of OpenID Connect, get the ID token from the identity provider, and specify v3oidcaccesstoken. Omit the setting for an access key.");
        }

        bool wantsKey = type is "aksk" or "v3aksk";
        if (!wantsKey && hasUser && settings.HasAny(SettingNames.Password))
        {
            return ReadPassword();
        }

        if (!wantsKey && settings.HasAny(SettingNames.ApplicationCredentialId, SettingNames.ApplicationCredentialName))
        {
            return ReadApplicationCredential();
        }

        if (!wantsKey && settings.HasAny(SettingNames.IdentityProvider))
        {
            return ReadIdToken();
        }

        if (!wantsKey && settings.HasAny(SettingNames.Token))
        {
            return ReadToken();
        }

        return wantsKey || settings.HasAny(SettingNames.AccessKey, SettingNames.SecretKey) ? ReadAccessKey()
            : settings.HasAny(SettingNames.AccessToken) ? ReadIdToken()
            : ReadPassword();
    }

    public Uri ReadAuthUrl()
    {
        Setting? region = settings[SettingNames.RegionName];
        if (settings[SettingNames.AuthUrl] is { } given)
        {
            // OpenStack's built-in profile of OTC contains this placeholder.
            return !given.Value.Contains(RegionPlaceholder) ? ReadAddress(given)
                : region is not null ? ReadAddress(new Setting(given.Value.Replace(RegionPlaceholder, region.Value), given.Origin))
                : throw Missing(SettingNames.RegionName);
        }

        return region is not null
            ? OtcRegion.IdentityEndpoint(region.Value)
            : throw MissingBoth(
                SettingNames.RegionName,
                SettingNames.AuthUrl,
                "the identity service is unknown",
                "Specify the region with -Region, or the URL of the identity service with -AuthUrl.");
    }

    public string ReadInterface()
    {
        Setting? given = settings[SettingNames.Interface];
        string name = given?.Value.ToLowerInvariant() ?? "public";
        name = name.EndsWith("url", StringComparison.Ordinal) ? name.Substring(0, name.Length - 3) : name;
        return name is "public" or "internal" or "admin"
            ? name
            : throw Invalid($"{given!.Origin} is not valid. Valid values are public, internal, and admin.", "Specify one of these values, or remove the setting to use public.");
    }

    public Uri? ReadEndpoint(string name) => settings[name] is { } given ? ReadAddress(given) : null;

    public AgencyReference? ReadAgency()
    {
        Setting? name = settings[SettingNames.AgencyName];
        Setting? domain = settings[SettingNames.AgencyDomainName];
        if (name is not null && domain is not null)
        {
            return new AgencyReference(name.Value, DomainReference.ByName(domain.Value));
        }

        return (name ?? domain) is not { } given
            ? null
            : throw Invalid(
                $"{given.Origin} was specified without {settings.Label(name is null ? SettingNames.AgencyName : SettingNames.AgencyDomainName)}.",
                "Specify both the agency name and the account that created the agency, or neither.");
    }

    /// <summary>Returns the name or the ID of the project, at most one of them.</summary>
    public (string? Name, string? Id) ReadProject(bool throughAgency)
    {
        // In OTC's own tools, the other project settings refer to the user's account, and this one to the agency's account.
        if (throughAgency && settings[SettingNames.DelegatedProject] is { } delegated)
        {
            return (delegated.Value, null);
        }

        // An rc file contains both for the same project. The ID is unambiguous.
        string? id = settings[SettingNames.ProjectId]?.Value;
        return (id is null ? settings[SettingNames.ProjectName]?.Value : null, id);
    }

    public DomainReference? ReadProjectDomain(bool throughAgency) => throughAgency
        ? null
        : Domain(SettingNames.ProjectDomainId, SettingNames.ProjectDomainName)
            ?? Domain(SettingNames.DomainId, SettingNames.DomainName);

    /// <summary>Rejects settings that are dangerous to follow and wrong to ignore.</summary>
    public void RefuseUnsupported()
    {
        foreach (Setting setting in new[] { settings[SettingNames.Verify], settings[SettingNames.Insecure] }.OfType<Setting>())
        {
            bool isVerify = setting == settings[SettingNames.Verify];
            bool isTrue = setting.Value.ToLowerInvariant() is "true" or "yes" or "on" or "1";
            if (isTrue != isVerify)
            {
                throw Invalid(
                    $"{setting.Origin} disables certificate validation, which is not supported because it exposes the password to anyone on the network path.",
                    $"Remove the setting. {TrustCertificate}");
            }
        }

        if (settings[SettingNames.CaCertificate] is { } authority)
        {
            throw Invalid(
                $"{authority.Origin} specifies a CA certificate file, which is not supported.",
                $"Remove the setting. {TrustCertificate}");
        }

        if ((settings[SettingNames.ClientCertificate] ?? settings[SettingNames.ClientKey]) is { } client)
        {
            throw Invalid(
                $"{client.Origin} specifies a client certificate, which is not supported.",
                "Remove the setting, and use an identity service that does not require a client certificate.");
        }
    }

    private PasswordCredential ReadPassword()
    {
        if (!settings.HasAny(SettingNames.UserName, SettingNames.UserId))
        {
            throw MissingBoth(SettingNames.UserName, SettingNames.Token, "there is no credential");
        }

        Setting password = settings[SettingNames.Password] ?? throw Missing(SettingNames.Password);
        DomainReference? domain = ReadUserDomain();
        string? passcode = settings[SettingNames.Passcode]?.Value;
        using SecureString secret = SecureText.Protect(password.Value);
        if (settings[SettingNames.UserId] is { } userId)
        {
            return PasswordCredential.ForUserId(userId.Value, domain, secret, passcode);
        }

        return new PasswordCredential(
            settings[SettingNames.UserName]!.Value, domain ?? throw Missing(SettingNames.UserDomainName), secret)
        {
            Passcode = passcode,
        };
    }

    private TokenCredential ReadToken()
    {
        using SecureString secret =
            SecureText.Protect((settings[SettingNames.Token] ?? throw Missing(SettingNames.Token)).Value);
        return new TokenCredential(secret);
    }

    private ApplicationCredential ReadApplicationCredential()
    {
        Setting given = settings[SettingNames.ApplicationCredentialSecret] ?? throw Missing(SettingNames.ApplicationCredentialSecret);
        using SecureString secret = SecureText.Protect(given.Value);
        if (settings[SettingNames.ApplicationCredentialId] is { } id)
        {
            return ApplicationCredential.ById(id.Value, secret);
        }

        Setting name = settings[SettingNames.ApplicationCredentialName]
            ?? throw MissingBoth(SettingNames.ApplicationCredentialId, SettingNames.ApplicationCredentialName, "the application credential is unknown");
        if (settings[SettingNames.UserId] is { } userId)
        {
            return ApplicationCredential.ByNameAndUserId(name.Value, userId.Value, secret);
        }

        Setting userName = settings[SettingNames.UserName]
            ?? throw MissingBoth(SettingNames.UserName, SettingNames.UserId, "the owner of the application credential is unknown");
        return ApplicationCredential.ByName(
            name.Value, userName.Value, ReadUserDomain() ?? throw Missing(SettingNames.UserDomainName), secret);
    }

    private IdTokenCredential ReadIdToken()
    {
        Setting provider = settings[SettingNames.IdentityProvider] ?? throw Missing(SettingNames.IdentityProvider);
        Setting token = settings[SettingNames.AccessToken] ?? throw Missing(SettingNames.AccessToken);
        using SecureString secret = SecureText.Protect(token.Value);
        return new IdTokenCredential(secret, provider.Value, settings[SettingNames.Protocol]?.Value);
    }

    private AccessKeyCredential ReadAccessKey()
    {
        Setting access = settings[SettingNames.AccessKey] ?? throw Missing(SettingNames.AccessKey);
        Setting key = settings[SettingNames.SecretKey] ?? throw Missing(SettingNames.SecretKey);
        using SecureString secret = SecureText.Protect(key.Value);
        using SecureString? token =
            settings[SettingNames.SecurityToken] is { } given ? SecureText.Protect(given.Value) : null;
        return new AccessKeyCredential(access.Value, secret, token);
    }

    private DomainReference? ReadUserDomain() =>
        Domain(SettingNames.UserDomainId, SettingNames.UserDomainName)
            ?? Domain(SettingNames.DomainId, SettingNames.DomainName)
            ?? Domain(SettingNames.DefaultDomain, SettingNames.DefaultDomain)
            ?? Domain(SettingNames.ProjectDomainId, SettingNames.ProjectDomainName);

    private DomainReference? Domain(string idName, string name) =>
        settings[idName] is { } id && idName != SettingNames.DefaultDomain ? DomainReference.ById(id.Value)
        : settings[name] is { } found ? DomainReference.ByName(found.Value)
        : null;

    private static Uri ReadAddress(Setting setting) => Uri.TryCreate(setting.Value, UriKind.Absolute, out Uri? address)
        ? address
        : throw Invalid($"{setting.Origin} is not a valid URL.", "Specify an absolute URL that starts with https://.");

    private OtcException Missing(string name) =>
        Invalid($"{settings.Label(name)} is missing from {settings.Source}.", $"Specify {settings.Label(name)}.");

    private OtcException MissingBoth(string name, string alternative, string consequence, string? action = null) => Invalid(
        $"{settings.Label(name)} and {settings.Label(alternative)} are both missing from {settings.Source}, so {consequence}.",
        action ?? $"Specify {settings.Label(name)} or {settings.Label(alternative)}.");

    private static OtcException Invalid(string message, string advice) => new(OtcError.ConfigurationInvalid, message, advice);
}
