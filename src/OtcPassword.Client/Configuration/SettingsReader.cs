using System.Security;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Sessions;
using static OtcPassword.Client.Configuration.SettingNames;

namespace OtcPassword.Client.Configuration;

/// <summary>Converts settings to the options of a sign-in, and reports settings that are missing or contradict each other.</summary>
internal sealed class SettingsReader(SettingSet settings)
{
    private const string TrustCertificate =
        "If the service uses a private certificate authority, add its certificate to the operating system's trust store: on Windows, "
        + "run Import-Certificate -FilePath FILE -CertStoreLocation Cert:\\CurrentUser\\Root; on Linux, run update-ca-certificates, "
        + "or set SSL_CERT_FILE.";

    private const string RegionPlaceholder = "{region_name}";

    /// <summary>Returns the credential, for the caller to dispose.</summary>
    /// <remarks>
    /// Settings can contain more than one credential: OTC's tools, for example, store an access key for other purposes next to
    /// a password. The password takes precedence, as in the openstack command, unless "auth_type" specifies otherwise.
    /// </remarks>
    public SignInCredential ReadCredential() => (settings[AuthType]?.Value ?? string.Empty) switch
    {
        "token" or "v3token" => ReadToken(),
        "password" or "v3password" or "v3totp" or "v3multifactor" => ReadPassword(),
        "v3applicationcredential" => ReadApplicationCredential(),
        "v3oidcaccesstoken" => ReadIdToken(),
        "aksk" or "v3aksk" => ReadAccessKey(),
        "" or "otc" => settings.HasAny(UserName, UserId) && settings.HasAny(Password) ? ReadPassword()
            : settings.HasAny(ApplicationCredentialId, ApplicationCredentialName) ? ReadApplicationCredential()
            : settings.HasAny(IdentityProvider) ? ReadIdToken()
            : settings.HasAny(Token) ? ReadToken()
            : settings.HasAny(AccessKey, SecretKey) ? ReadAccessKey()
            : settings.HasAny(AccessToken) ? ReadIdToken()
            : ReadPassword(),
        _ => throw Invalid(
            $"{settings[AuthType]} specifies a sign-in method that is not supported.",
            "Specify password, token, v3totp, v3multifactor, v3applicationcredential, or v3oidcaccesstoken. For other methods of "
                + "OpenID Connect, get the ID token from the identity provider, and specify v3oidcaccesstoken. "
                + "Omit the setting for an access key."),
    };

    public Uri ReadAuthUrl() => settings[AuthUrl] switch
    {
        null => settings[RegionName] is { } region ? OtcRegion.IdentityEndpoint(region.Value) : throw MissingBoth(
            RegionName,
            AuthUrl,
            "the identity service is unknown",
            "Specify the region with -Region, or the URL of the identity service with -AuthUrl."),

        // OpenStack's built-in profile of OTC contains this placeholder.
        { } given when given.Value.Contains(RegionPlaceholder) =>
            ReadAddress(given with { Value = given.Value.Replace(RegionPlaceholder, Required(RegionName).Value) }),
        { } given => ReadAddress(given),
    };

    public string ReadInterface()
    {
        Setting? given = settings[Interface];
        string name = given?.Value.ToLowerInvariant() ?? "public";
        name = name.EndsWith("url", StringComparison.Ordinal) ? name.Substring(0, name.Length - 3) : name;
        return name is "public" or "internal" or "admin"
            ? name
            : throw Invalid(
                $"{given} is not valid. Valid values are public, internal, and admin.",
                "Specify one of these values, or remove the setting to use public.");
    }

    public Uri? ReadEndpoint(string name) => settings[name] is { } given ? ReadAddress(given) : null;

    public AgencyReference? ReadAgency()
    {
        Setting? name = settings[AgencyName];
        Setting? domain = settings[AgencyDomainName];
        return name is not null && domain is not null ? new AgencyReference(name.Value, DomainReference.ByName(domain.Value))
            : (name ?? domain) is not { } given ? null
            : throw Invalid(
                $"{given} was specified without {settings.Label(name is null ? AgencyName : AgencyDomainName)}.",
                "Specify both the agency name and the account that created the agency, or neither.");
    }

    /// <summary>Returns the name or the ID of the project, at most one of them.</summary>
    public (string? Name, string? Id) ReadProject(bool throughAgency)
    {
        // In OTC's own tools, the other project settings refer to the user's account, and this one to the agency's account.
        if (throughAgency && settings[DelegatedProject] is { } delegated)
        {
            return (delegated.Value, null);
        }

        // An rc file contains both for the same project. The ID is unambiguous.
        string? id = settings[ProjectId]?.Value;
        return (id is null ? settings[ProjectName]?.Value : null, id);
    }

    public DomainReference? ReadProjectDomain(bool throughAgency) => throughAgency
        ? null
        : Domain(ProjectDomainId, ProjectDomainName)
            ?? Domain(DomainId, DomainName);

    /// <summary>Rejects settings that are dangerous to follow and wrong to ignore.</summary>
    public void RefuseUnsupported()
    {
        foreach (string name in new[] { Verify, Insecure })
        {
            bool isTrue = settings[name]?.Value.ToLowerInvariant() is "true" or "yes" or "on" or "1";
            if (settings[name] is { } setting && isTrue != (name == Verify))
            {
                throw Invalid(
                    $"{setting} disables certificate validation, which is not supported because it exposes the password to anyone on "
                        + "the network path.",
                    $"Remove the setting. {TrustCertificate}");
            }
        }

        if (settings[CaCertificate] is { } authority)
        {
            throw Invalid(
                $"{authority} specifies a CA certificate file, which is not supported.",
                $"Remove the setting. {TrustCertificate}");
        }

        if ((settings[ClientCertificate] ?? settings[ClientKey]) is { } client)
        {
            throw Invalid(
                $"{client} specifies a client certificate, which is not supported.",
                "Remove the setting, and use an identity service that does not require a client certificate.");
        }
    }

    private PasswordCredential ReadPassword()
    {
        if (!settings.HasAny(UserName, UserId))
        {
            throw MissingBoth(UserName, Token, "there is no credential");
        }

        using SecureString password = ReadSecret(Password);
        using SecureString? passcode = settings.HasAny(Passcode) ? ReadSecret(Passcode) : null;
        string? code = passcode is null ? null : SecureText.Reveal(passcode);
        return settings[UserId] is { } id
            ? PasswordCredential.ForUserId(id.Value, ReadUserDomain(), password, code)
            : new PasswordCredential(Required(UserName).Value, ReadUserDomain() ?? throw Missing(UserDomainName), password) { Passcode = code };
    }

    private TokenCredential ReadToken()
    {
        using SecureString secret = ReadSecret(Token);
        return new TokenCredential(secret);
    }

    private ApplicationCredential ReadApplicationCredential()
    {
        using SecureString secret = ReadSecret(ApplicationCredentialSecret);
        if (settings[ApplicationCredentialId] is { } id)
        {
            return ApplicationCredential.ById(id.Value, secret);
        }

        string name = (settings[ApplicationCredentialName]
            ?? throw MissingBoth(ApplicationCredentialId, ApplicationCredentialName, "the application credential is unknown")).Value;
        if (settings[UserId] is { } userId)
        {
            return ApplicationCredential.ByNameAndUserId(name, userId.Value, secret);
        }

        Setting userName = settings[UserName] ?? throw MissingBoth(UserName, UserId, "the owner of the application credential is unknown");
        return ApplicationCredential.ByName(name, userName.Value, ReadUserDomain() ?? throw Missing(UserDomainName), secret);
    }

    private IdTokenCredential ReadIdToken()
    {
        Setting provider = Required(IdentityProvider);
        using SecureString secret = ReadSecret(AccessToken);
        return new IdTokenCredential(secret, provider.Value, settings[Protocol]?.Value);
    }

    private AccessKeyCredential ReadAccessKey()
    {
        Setting access = Required(AccessKey);
        using SecureString secret = ReadSecret(SecretKey);
        using SecureString? token = settings.HasAny(SecurityToken) ? ReadSecret(SecurityToken) : null;
        return new AccessKeyCredential(access.Value, secret, token);
    }

    private Setting Required(string name) => settings[name] ?? throw Missing(name);

    // The caller disposes it.
    private SecureString ReadSecret(string name) =>
        Required(name) is { Secret: { } secret } ? secret.Copy() : SecureText.Protect(Required(name).Value);

    private DomainReference? ReadUserDomain() =>
        Domain(UserDomainId, UserDomainName)
            ?? Domain(DomainId, DomainName)
            ?? Domain(DefaultDomain, DefaultDomain)
            ?? Domain(ProjectDomainId, ProjectDomainName);

    private DomainReference? Domain(string idName, string name) =>
        settings[idName] is { } id && idName != DefaultDomain ? DomainReference.ById(id.Value)
        : settings[name] is { } found ? DomainReference.ByName(found.Value)
        : null;

    private static Uri ReadAddress(Setting setting) => Uri.TryCreate(setting.Value, UriKind.Absolute, out Uri? address)
        ? address
        : throw Invalid($"{setting} is not a valid URL.", "Specify an absolute URL that starts with https://.");

    private OtcException Missing(string name) =>
        Invalid($"{settings.Label(name)} is missing from {settings.Source}.", $"Specify {settings.Label(name)}.");

    private OtcException MissingBoth(string name, string alternative, string consequence, string? action = null) => Invalid(
        $"{settings.Label(name)} and {settings.Label(alternative)} are both missing from {settings.Source}, so {consequence}.",
        action ?? $"Specify {settings.Label(name)} or {settings.Label(alternative)}.");

    public static OtcException Invalid(string message, string action, Exception? cause = null) =>
        new(OtcError.ConfigurationInvalid, message, action, cause);
}
