using System.Net;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// The settings of a sign-in, from one source: a cloud of clouds.yaml, the OS_* variables, or a credential. The Use methods
/// override the settings of the source.
/// </summary>
public sealed class SessionSettings : IDisposable
{
    private readonly SettingSet _settings;
    private SignInCredential? _credential;
    private string? _passcode;
    private Setting? _unknownProfile;

    private SessionSettings(SettingSet settings, SignInCredential? credential = null)
    {
        _settings = settings;
        _credential = credential;
        Description = settings.Source;
    }

    /// <summary>Gets the source of the settings, for messages.</summary>
    public string Description { get; private set; }

    /// <summary>Uses a credential. All other settings are set with the Use methods.</summary>
    /// <param name="credential">The credential; disposed together with this object.</param>
    public static SessionSettings From(SignInCredential credential) => new(
        new SettingSet("the parameters", Parameter), credential ?? throw new ArgumentNullException(nameof(credential)));

    /// <summary>
    /// Uses a cloud of clouds.yaml. The region, the user name, password, and passcode, or the secret of the credential that it
    /// names come from the OS_* variables if they are missing.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="cloud">The name of the cloud.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file does not exist, or the cloud is not defined.</exception>
    public static SessionSettings FromCloud(CloudsFiles files, string cloud, Func<string, string?> variables)
    {
        _ = files ?? throw new ArgumentNullException(nameof(files));
        if (files.CloudsPath is null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Cannot find a clouds.yaml file for cloud {SpecifiedText.Quote(cloud)}. Locations searched: {string.Join(", ", files.Searched.Select(SpecifiedText.Describe))}.",
                "Create the file, or specify its path with -CloudsFile or OS_CLIENT_CONFIG_FILE.");
        }

        var settings = new SessionSettings(new CloudsDocument(files).Read(cloud));
        IReadOnlyList<string> taken = settings._settings.FillFrom(
            EnvironmentSettings.Read(variables),
            HasCredential(settings._settings)
                ? [SettingNames.RegionName, SettingNames.ApplicationCredentialSecret, SettingNames.AccessToken]
                : [SettingNames.RegionName, SettingNames.UserName, SettingNames.Password, SettingNames.Passcode]);
        if (taken.Count > 0)
        {
            settings.Description += $" and {string.Join(", ", taken)}";
        }

        settings.UseProfile(files.CloudsPath, variables);
        return settings;
    }

    /// <summary>Uses the OS_* variables.</summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    public static SessionSettings FromEnvironment(Func<string, string?> variables) =>
        new(EnvironmentSettings.Read(variables ?? throw new ArgumentNullException(nameof(variables))));

    /// <summary>Uses the cloud that OS_CLOUD specifies or, by default, the OS_* variables.</summary>
    /// <param name="files">The files.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: neither is set.</exception>
    public static SessionSettings FromDefaults(CloudsFiles files, Func<string, string?> variables)
    {
        _ = files ?? throw new ArgumentNullException(nameof(files));
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        if (variables("OS_CLOUD") is { Length: > 0 } cloud)
        {
            SessionSettings found = FromCloud(files, cloud, variables);
            found.Description = $"OS_CLOUD: {found.Description}";
            return found;
        }

        SettingSet environment = EnvironmentSettings.Read(variables);
        if (environment.HasAny(EnvironmentSettings.Identifying.ToArray()))
        {
            return new SessionSettings(environment);
        }

        string looked = string.Join(", ", EnvironmentSettings.Identifying.Select(EnvironmentSettings.Variable));
        string there = files.CloudsPath is null
            ? "No clouds.yaml file was found."
            : $"Clouds defined in {files.CloudsPath}: {string.Join(", ", files.ListNames())}.";
        throw new OtcException(
            OtcError.ConfigurationInvalid,
            $"Cannot sign in because no credential was specified, and neither OS_CLOUD nor any of {looked} is set. {there}",
            "Specify -Credential and -DomainName, -Token, -AccessKey and -SecretKey, or -Cloud. Alternatively, set OS_CLOUD or the OS_* environment variables.");
    }

    /// <summary>Overrides the region.</summary>
    /// <param name="region">The region, or null to keep the region of the source.</param>
    public void UseRegion(string? region) => Use(SettingNames.RegionName, region);

    /// <summary>Overrides the URL of the identity service.</summary>
    /// <param name="authUrl">The URL, or null to keep the URL of the source.</param>
    public void UseAuthUrl(Uri? authUrl) => Use(SettingNames.AuthUrl, authUrl?.OriginalString);

    /// <summary>Overrides the project.</summary>
    /// <param name="name">The project name, or null.</param>
    /// <param name="id">The project ID, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: both are specified.</exception>
    public void UseProject(string? name, string? id)
    {
        if (name is not null && id is not null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, "-ProjectName and -ProjectId cannot be used together.", "Specify only one of them.");
        }

        Use(SettingNames.ProjectName, name, SettingNames.ProjectId, SettingNames.DelegatedProject);
        Use(SettingNames.ProjectId, id, SettingNames.ProjectName, SettingNames.DelegatedProject);
    }

    /// <summary>Overrides the agency.</summary>
    /// <param name="name">The name of the agency, or null.</param>
    /// <param name="domainName">The account that created the agency, or null.</param>
    public void UseAgency(string? name, string? domainName)
    {
        Use(SettingNames.AgencyName, name);
        Use(SettingNames.AgencyDomainName, domainName);
    }

    /// <summary>Overrides the endpoints.</summary>
    /// <param name="ecs">The ECS endpoint, or null.</param>
    /// <param name="bms">The BMS endpoint, or null.</param>
    public void UseEndpoints(Uri? ecs, Uri? bms)
    {
        Use(SettingNames.EcsEndpoint, ecs?.OriginalString);
        Use(SettingNames.BmsEndpoint, bms?.OriginalString);
    }

    /// <summary>Overrides the name or ID of the user.</summary>
    /// <param name="userId">The ID, or null to keep the user of the source.</param>
    public void UseUserId(string? userId) => Use(SettingNames.UserId, userId);

    /// <summary>Overrides the passcode of a virtual MFA device.</summary>
    /// <param name="passcode">The code, or null.</param>
    public void UsePasscode(string? passcode) => _passcode = passcode ?? _passcode;

    /// <summary>Returns the options of a session.</summary>
    /// <param name="proxy">The proxy, or null for the proxy of the operating system.</param>
    /// <returns>The options. Their credential is disposed together with this object.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: a setting is missing, or settings contradict each other.</exception>
    public SessionOptions ToOptions(IWebProxy? proxy = null)
    {
        if (_passcode is not null)
        {
            _settings.Override(new Setting(_passcode, Parameter(SettingNames.Passcode)), SettingNames.Passcode);
        }

        var reader = new SettingsReader(_settings);
        reader.RefuseUnsupported();
        if (_unknownProfile is not null && _settings[SettingNames.AuthUrl] is null)
        {
            // As OpenStack's tools do, go on without the profile if that is possible. A region alone would be taken for
            // one of Open Telekom Cloud, although the profile is that of another cloud.
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Cannot find the profile that {_unknownProfile.Origin} names, so the URL of the identity service is unknown.",
                "Add 'auth_url' to the cloud, or add the profile to 'public-clouds' in a clouds-public.yaml beside clouds.yaml. Profiles are not downloaded.");
        }

        Uri authUrl = reader.ReadAuthUrl();
        AgencyReference? agency = reader.ReadAgency();
        (string? projectName, string? projectId) = reader.ReadProject(agency is not null);
        _credential ??= reader.ReadCredential();
        return new SessionOptions(authUrl, _credential)
        {
            ProjectName = projectName,
            ProjectId = projectId,
            ProjectDomain = reader.ReadProjectDomain(agency is not null),
            Agency = agency,
            Region = _settings[SettingNames.RegionName]?.Value,
            Interface = reader.ReadInterface(),
            EcsEndpoint = reader.ReadEndpoint(SettingNames.EcsEndpoint),
            BmsEndpoint = reader.ReadEndpoint(SettingNames.BmsEndpoint),
            Proxy = proxy,
        };
    }

    /// <summary>Disposes the credential.</summary>
    public void Dispose() => _credential?.Dispose();

    // A user name and password from the environment would be used instead of the credential that the cloud has.
    private static bool HasCredential(SettingSet cloud) =>
        cloud.HasAny(
            SettingNames.ApplicationCredentialId, SettingNames.ApplicationCredentialName, SettingNames.IdentityProvider)
        || (cloud.HasAny(SettingNames.Token, SettingNames.AccessKey) && !cloud.HasAny(SettingNames.UserName, SettingNames.UserId));

    // After the OS_* variables: a profile has defaults for many users, the variables are the user's own.
    private void UseProfile(string cloudsPath, Func<string, string?> variables)
    {
        if ((_settings[SettingNames.Profile] ?? _settings[SettingNames.Cloud]) is not { } name)
        {
            return;
        }

        if (CloudProfiles.Find(name.Value, cloudsPath, variables) is { } profile)
        {
            _settings.FillFrom(profile);
        }
        else
        {
            _unknownProfile = name;
        }
    }

    private static string Parameter(string name) => name switch
    {
        SettingNames.RegionName => "-Region",
        SettingNames.EcsEndpoint => "-EcsEndpoint",
        SettingNames.BmsEndpoint => "-BmsEndpoint",
        _ => "-" + string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1))),
    };

    private void Use(string name, string? value, params string[] instead)
    {
        if (value is not null)
        {
            _settings.Override(new Setting(value, Parameter(name)), name, instead);
        }
    }
}
