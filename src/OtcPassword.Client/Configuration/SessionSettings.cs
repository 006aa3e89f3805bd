using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Where a sign-in gets what it needs: a cloud of clouds.yaml, the OS_* variables, or a credential that is at hand. What
/// a caller says beside that wins over it.
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

    /// <summary>Where the settings come from, as a reader of messages knows it.</summary>
    public string Description { get; private set; }

    /// <summary>Takes a credential, and all else from what is said beside it.</summary>
    /// <param name="credential">What to sign in with; disposed with this.</param>
    public static SessionSettings From(SignInCredential credential) => new(
        new SettingSet("the parameters", Parameter), credential ?? throw new ArgumentNullException(nameof(credential)));

    /// <summary>
    /// Takes a cloud of clouds.yaml. The region, the user name, password, and passcode, or the secret of the credential that it
    /// names come from the OS_* variables if they are missing.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="cloud">The cloud's name in them.</param>
    /// <param name="variables">Gives the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file or the cloud does not exist.</exception>
    public static SessionSettings FromCloud(CloudsFiles files, string cloud, Func<string, string?> variables)
    {
        _ = files ?? throw new ArgumentNullException(nameof(files));
        if (files.CloudsPath is null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"There is no clouds.yaml for cloud '{cloud}'. Looked for: {string.Join(", ", files.Searched)}.",
                "Write one, or name it with -CloudsFile or OS_CLIENT_CONFIG_FILE.");
        }

        var settings = new SessionSettings(new CloudsDocument(files).Read(cloud));
        IReadOnlyList<string> taken = settings._settings.FillFrom(
            EnvironmentSettings.Read(variables),
            HasCredential(settings._settings)
                ? [SettingNames.RegionName, SettingNames.ApplicationCredentialSecret, SettingNames.AccessToken]
                : [SettingNames.RegionName, SettingNames.UserName, SettingNames.Password, SettingNames.Passcode]);
        if (taken.Count > 0)
        {
            settings.Description += $" with {string.Join(", ", taken)}";
        }

        settings.UseProfile(files.CloudsPath, variables);
        return settings;
    }

    /// <summary>Takes the OS_* variables.</summary>
    /// <param name="variables">Gives the value of an environment variable, or null.</param>
    public static SessionSettings FromEnvironment(Func<string, string?> variables) =>
        new(EnvironmentSettings.Read(variables ?? throw new ArgumentNullException(nameof(variables))));

    /// <summary>Takes what the environment says to take: the cloud OS_CLOUD, else the OS_* variables.</summary>
    /// <param name="files">The files.</param>
    /// <param name="variables">Gives the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the environment says nothing.</exception>
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
            ? "There is no clouds.yaml in the usual places either."
            : $"{files.CloudsPath} has these clouds: {string.Join(", ", files.ListNames())}.";
        throw new OtcException(
            OtcError.ConfigurationInvalid,
            $"Nothing says what to sign in with: neither a parameter, nor OS_CLOUD, nor one of {looked} is set. {there}",
            "Give -Credential and -DomainName, -Token, -AccessKey and -SecretKey, or -Cloud; or set OS_CLOUD or the OS_* variables.");
    }

    /// <summary>The region, instead of the source's.</summary>
    /// <param name="region">The region; null: leave it as it is.</param>
    public void UseRegion(string? region) => Use(SettingNames.RegionName, region);

    /// <summary>The identity service, instead of the source's.</summary>
    /// <param name="authUrl">The address; null: leave it as it is.</param>
    public void UseAuthUrl(Uri? authUrl) => Use(SettingNames.AuthUrl, authUrl?.OriginalString);

    /// <summary>The project, instead of the source's.</summary>
    /// <param name="name">Its name, or null.</param>
    /// <param name="id">Its id, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: both are given.</exception>
    public void UseProject(string? name, string? id)
    {
        if (name is not null && id is not null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, "-ProjectName and -ProjectId are both given.", "Give one of them.");
        }

        Use(SettingNames.ProjectName, name, SettingNames.ProjectId, SettingNames.DelegatedProject);
        Use(SettingNames.ProjectId, id, SettingNames.ProjectName, SettingNames.DelegatedProject);
    }

    /// <summary>The agency, instead of the source's.</summary>
    /// <param name="name">Its name, or null.</param>
    /// <param name="domainName">The account that made it, or null.</param>
    public void UseAgency(string? name, string? domainName)
    {
        Use(SettingNames.AgencyName, name);
        Use(SettingNames.AgencyDomainName, domainName);
    }

    /// <summary>The endpoints, instead of the source's.</summary>
    /// <param name="ecs">Of ECS, or null.</param>
    /// <param name="bms">Of BMS, or null.</param>
    public void UseEndpoints(Uri? ecs, Uri? bms)
    {
        Use(SettingNames.EcsEndpoint, ecs?.OriginalString);
        Use(SettingNames.BmsEndpoint, bms?.OriginalString);
    }

    /// <summary>The user by ID, instead of the source's name or ID.</summary>
    /// <param name="userId">The ID; null: leave it as it is.</param>
    public void UseUserId(string? userId) => Use(SettingNames.UserId, userId);

    /// <summary>The passcode of a virtual MFA device, which changes too often to stand in a file.</summary>
    /// <param name="passcode">The code, or null.</param>
    public void UsePasscode(string? passcode) => _passcode = passcode ?? _passcode;

    /// <summary>Everything a sign-in needs.</summary>
    /// <param name="proxy">The proxy to go through; null: the system's.</param>
    /// <returns>Options whose credential is disposed with this.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: something is missing, or contradicts something else.</exception>
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

    /// <summary>Forgets the credential.</summary>
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
