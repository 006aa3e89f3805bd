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

    private string Type => settings[AuthType]?.Value.ToLowerInvariant() ?? string.Empty;

    /// <summary>Returns the credential, for the caller to dispose.</summary>
    /// <remarks>
    /// Settings can contain more than one credential: OTC's tools, for example, store an access key for other purposes next to
    /// a password. The password takes precedence, as in the openstack command, unless "auth_type" specifies otherwise.
    /// </remarks>
    public SignInCredential ReadCredential() => Type switch
    {
        "token" or "v3token" => ReadToken(),
        "password" or "v3password" or "v3totp" or "v3multifactor" => ReadPassword(),
        "v3applicationcredential" => ReadApplicationCredential(),
        "v3oidcaccesstoken" => ReadIdToken(),
        "v3oidcauthcode" => ReadOpenId(OpenIdFlow.Browser),
        "v3oidcdeviceauthz" => ReadOpenId(OpenIdFlow.DeviceCode),
        "v3oidcclientcredentials" => ReadOpenId(OpenIdFlow.ClientCredentials),
        "aksk" or "v3aksk" => ReadAccessKey(),
        "" or "otc" or "agency" => settings.HasAny(UserName, UserId) && settings.HasAny(Password) ? ReadPassword()
            : settings.HasAny(ApplicationCredentialId, ApplicationCredentialName) ? ReadApplicationCredential()
            : settings.HasAny(IdentityProvider) ? ReadIdToken()
            : settings.HasAny(Token) ? ReadToken()
            : settings.HasAny(AccessKey, SecretKey) ? ReadAccessKey()
            : settings.HasAny(AccessToken) ? ReadIdToken()
            : ReadPassword(),
        _ => throw Invalid(
            $"{settings[AuthType]} specifies a sign-in method that is not supported.",
            "Specify password, token, v3totp, v3multifactor, v3applicationcredential, v3oidcaccesstoken, v3oidcauthcode, "
                + "v3oidcdeviceauthz, or v3oidcclientcredentials. Omit the setting for an access key."),
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
        Setting? name = settings[AgencyName] ?? (Type == "agency" ? throw Missing(AgencyName) : null);
        DomainReference? domain = Domain(AgencyDomainId, AgencyDomainName);
        return name is not null && domain is not null ? new AgencyReference(name.Value, domain)
            : (name ?? settings[AgencyDomainId] ?? settings[AgencyDomainName]) is not { } given ? null
            : throw Invalid(
                $"{given} was specified without {settings.Label(name is null ? AgencyName : AgencyDomainName)}.",
                "Specify both the agency name and the account that created the agency, or neither.");
    }

    /// <summary>Returns the name or the ID of the project, at most one of them.</summary>
    public (string? Name, string? Id) ReadProject(bool throughAgency)
    {
        // In OTC's own tools, the other project settings refer to the user's account, and these to the agency's account.
        (string idName, string name) = throughAgency && settings.HasAny(DelegatedProjectId, DelegatedProject)
            ? (DelegatedProjectId, DelegatedProject)
            : (ProjectId, ProjectName);

        // An rc file contains both for the same project. The ID is unambiguous.
        return settings[idName] is { } id ? (null, id.Value) : (settings[name]?.Value, null);
    }

    /// <summary>Returns the account of the project, or null for that of the user or the agency.</summary>
    public DomainReference? ReadProjectDomain(bool throughAgency)
    {
        // otc-auth writes the project of its token in place of the account, without a project.
        bool isOfOtherProject = Type == "token" && settings[ProjectName]?.Origin == Parameter(ProjectName);
        return throughAgency || isOfOtherProject
            ? null
            : Domain(ProjectDomainId, ProjectDomainName) ?? Domain(DomainId, DomainName) ?? Domain(DefaultDomainId, DefaultDomainName);
    }

    /// <summary>Rejects settings that are dangerous to follow and wrong to ignore, and values that can only be mistakes.</summary>
    public void RefuseUnsupported()
    {
        foreach (string name in settings.Names)
        {
            Setting given = settings[name]!;
            string value = given.Value;
            string lower = value.ToLowerInvariant();
            bool isFalse = lower is "false" or "no" or "off" or "0";
            bool isTrue = lower is "true" or "yes" or "on" or "1";
            if ((name == Verify && isFalse) || (name == Insecure && isTrue))
            {
                throw Invalid(
                    $"{given} disables certificate validation, which is not supported because it exposes the password to anyone on "
                        + "the network path.",
                    $"Remove the setting. {TrustCertificate}");
            }

            string kind = name == Verify && !isTrue ? CaCertificate : name;
            if (WhyNotSupported(kind) is { } what)
            {
                throw Invalid(
                    $"{given} specifies {what}, which is not supported.",
                    kind == CaCertificate ? $"Remove the setting. {TrustCertificate}"
                        : kind is ClientCertificate or ClientKey
                            ? "Remove the setting, and use an identity service that does not require a client certificate."
                            : "Remove the setting if the sign-in does not depend on it.");
            }

            if (value.Length > 1 && value[0] is '"' or '\'' && value[value.Length - 1] == value[0] && !IsSecret(name))
            {
                throw Invalid(
                    $"{given} starts and ends with a quotation mark.",
                    "Remove the quotation marks. In the file of docker's --env-file, they are part of the value.");
            }
        }
    }

    private PasswordCredential ReadPassword()
    {
        if (!settings.HasAny(UserName, UserId))
        {
            throw MissingBoth(UserName, Token, "there is no credential");
        }

        using SecureString? passcode = settings.HasAny(Passcode) ? ReadSecret(Passcode) : null;
        string? code = passcode is null ? null : WithoutWhiteSpace(SecureText.Reveal(passcode));

        // Without a password, v3totp is a sign-in with the passcode alone.
        bool isTotpAlone = Type == "v3totp" && code is not null && !settings.HasAny(Password);
        using SecureString password = isTotpAlone ? new SecureString() : ReadSecret(Password);
        return settings[UserId] is { } id
            ? PasswordCredential.ForUserId(id.Value, ReadUserDomain(), password, code)
            : new PasswordCredential(Required(UserName).Value, ReadUserDomain() ?? throw Missing(UserDomainName), password)
            {
                Passcode = code,
            };
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

    private OpenIdCredential ReadOpenId(OpenIdFlow flow)
    {
        const string Code = "code";
        if (settings[Code] is { } code)
        {
            throw Invalid(
                $"{code} specifies an authorization code, which is valid once.", "Remove the setting. The browser gets the code.");
        }

        Setting provider = Required(IdentityProvider);
        Setting client = Required(ClientId);
        bool hasSecret = flow == OpenIdFlow.ClientCredentials || settings.HasAny(ClientSecret);
        using SecureString? secret = hasSecret ? ReadSecret(ClientSecret) : null;
        Uri? issuer = settings[Issuer] is { } specified ? ReadAddress(specified) : ReadDiscoveredIssuer();
        Uri? token = ReadEndpoint(TokenEndpoint);
        Uri? device = ReadEndpoint(DeviceEndpoint);
        bool hasEndpoints = token is not null
            && (flow == OpenIdFlow.ClientCredentials || (flow == OpenIdFlow.DeviceCode && device is not null));
        return issuer is null && !hasEndpoints
            ? throw Missing(DiscoveryEndpoint)
            : new OpenIdCredential(flow, client.Value, provider.Value, settings[Protocol]?.Value)
            {
                Issuer = issuer,
                TokenEndpoint = token,
                DeviceEndpoint = device,
                ClientSecret = secret,
                Scopes = settings[OpenIdScope]?.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
                RedirectUri = ReadEndpoint(RedirectUri),
            };
    }

    // The issuer is verified, so that the URL of its metadata must be the one that the standard prescribes.
    private Uri? ReadDiscoveredIssuer()
    {
        const string End = "/.well-known/openid-configuration";
        return settings[DiscoveryEndpoint] is not { } given ? null
            : given.Value.EndsWith(End, StringComparison.Ordinal)
                ? ReadAddress(given with { Value = given.Value.Substring(0, given.Value.Length - End.Length) })
                : throw Invalid($"{given} does not end with {End}.", "Specify the URL of the metadata of the identity provider.");
    }

    private AccessKeyCredential ReadAccessKey()
    {
        Setting access = Required(AccessKey);
        using SecureString secret = ReadSecret(SecretKey);
        using SecureString? token = settings.HasAny(SecurityToken) ? ReadSecret(SecurityToken) : null;
        return new AccessKeyCredential(access.Value, secret, token);
    }

    private Setting Required(string name) => settings[name] ?? throw Missing(name);

    // The caller disposes it. A line break is never typed, but comes from files, and each wrong sign-in can lock the user.
    private SecureString ReadSecret(string name)
    {
        Setting given = Required(name);
        SecureString secret = given.Secret?.Copy() ?? SecureText.Protect(given.Value);
        return !SecureText.Use(secret, text => text[text.Length - 1] is '\r' or '\n') ? secret : throw Invalid(
            $"The value of {given} ends in a line break.",
            "Remove the line break, for example with the TrimEnd method of the text.");
    }

    private DomainReference? ReadUserDomain() =>
        Domain(UserDomainId, UserDomainName)
            ?? Domain(DomainId, DomainName)
            ?? Domain(DefaultDomainId, DefaultDomainName)
            ?? Domain(ProjectDomainId, ProjectDomainName);

    private DomainReference? Domain(string idName, string name) =>
        settings[idName] is { } id ? DomainReference.ById(id.Value)
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
