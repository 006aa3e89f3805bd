using System.Net;
using System.Security;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using static OtcPassword.Client.Configuration.SettingNames;

namespace OtcPassword.Client.Configuration;

/// <summary>The settings of a sign-in, from one source: a cloud of clouds.yaml, the OS_* variables, or a credential.</summary>
public sealed class SessionSettings : IDisposable
{
    // At least one of them is required in the environment.
    private static readonly string[] Identifying =
        [UserName, UserId, Token, AccessKey, ApplicationCredentialId, ApplicationCredentialName, AccessToken, ClientId];

    // A setting that is specified replaces those that would contradict it.
    private static readonly Dictionary<string, string[]> Contradicting = new(StringComparer.Ordinal)
    {
        [ProjectName] = [ProjectId, DelegatedProject, DelegatedProjectId],
        [ProjectId] = [ProjectName, DelegatedProject, DelegatedProjectId],
        [AgencyDomainName] = [AgencyDomainId],
        [AgencyDomainId] = [AgencyDomainName],
        [UserName] = [UserId, AuthType],
    };

    private readonly SettingSet _settings;
    private SignInCredential? _credential;
    private Setting? _unknownProfile;

    private SessionSettings(SettingSet settings)
    {
        _settings = settings;
        Description = ReadableText.CleanMessage(settings.Source);
    }

    /// <summary>Gets the source of the settings, for messages.</summary>
    public string Description { get; private set; }

    /// <summary>Gets the warnings about settings that are probably misspelled, and are ignored.</summary>
    public IReadOnlyList<string> Warnings => _settings.Warnings.Distinct(StringComparer.Ordinal).Select(ReadableText.CleanMessage).ToList();

    /// <summary>Uses only parameters, which are specified with <see cref="Use(string, string)"/>.</summary>
    public static SessionSettings FromParameters() => new(new SettingSet("the parameters", Parameter));

    /// <summary>Uses a credential. All other settings are parameters.</summary>
    /// <param name="credential">The credential; disposed together with this object.</param>
    public static SessionSettings From(SignInCredential credential)
    {
        SessionSettings settings = FromParameters();
        settings._credential = credential ?? throw new ArgumentNullException(nameof(credential));
        return settings;
    }

    /// <summary>
    /// Uses a cloud of clouds.yaml. The region, the user name, password, and passcode, or the secret of the credential that it
    /// names come from the OS_* variables if they are missing.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="cloud">The name of the cloud.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <param name="region">The region whose settings are used, or null for the first region of the cloud.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file does not exist, or the cloud is not defined.</exception>
    public static SessionSettings FromCloud(CloudsFiles files, string cloud, Func<string, string?> variables, string? region = null)
    {
        _ = files ?? throw new ArgumentNullException(nameof(files));
        if (files.CloudsPath is null)
        {
            throw SettingsReader.Invalid(
                $"Cannot find a clouds.yaml file for cloud {SpecifiedText.Quote(cloud)}. "
                    + $"{string.Concat(files.Skipped.Select(line => line + " "))}"
                    + $"Locations searched: {string.Join(", ", files.Searched.Select(SpecifiedText.Describe))}.",
                "Create the file, or specify its path with -CloudsFile or OS_CLIENT_CONFIG_FILE.");
        }

        var settings = new SessionSettings(new CloudsDocument(files).Read(cloud, region));
        IReadOnlyList<string> taken = settings._settings.FillFrom(
            SettingSet.OfEnvironment(variables),
            HasCredential(settings._settings)
                ? [RegionName, ApplicationCredentialSecret, AccessToken, ClientSecret]
                : [RegionName, UserName, Password, Passcode]);
        if (taken.Count > 0)
        {
            settings.Description += $" and {string.Join(", ", taken)}";
        }

        settings.UseProfile(files, region, variables);
        return settings;
    }

    /// <summary>Uses the OS_* variables.</summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    public static SessionSettings FromEnvironment(Func<string, string?> variables) =>
        new(SettingSet.OfEnvironment(variables ?? throw new ArgumentNullException(nameof(variables))));

    /// <summary>Uses the cloud that OS_CLOUD specifies or, by default, the OS_* variables.</summary>
    /// <param name="files">The files.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <param name="region">The region whose settings are used, or null for the first region of the cloud.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: neither is set.</exception>
    public static SessionSettings FromDefaults(CloudsFiles files, Func<string, string?> variables, string? region = null)
    {
        _ = files ?? throw new ArgumentNullException(nameof(files));
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        if (variables("OS_CLOUD") is { } cloud && !string.IsNullOrWhiteSpace(cloud))
        {
            SessionSettings found = FromCloud(files, cloud.Trim(), variables, region);
            found.Description = $"OS_CLOUD: {found.Description}";
            return found;
        }

        SettingSet environment = SettingSet.OfEnvironment(variables);
        if (environment.HasAny(Identifying))
        {
            return new SessionSettings(environment);
        }

        string there = files.CloudsPath is null
            ? string.Join(" ", [.. files.Skipped, "No clouds.yaml file was found."])
            : $"Clouds defined in {files.CloudsPath}: {SpecifiedText.List(files.ListNames())}.";
        throw SettingsReader.Invalid(
            "Cannot sign in because no credential was specified, and neither OS_CLOUD nor any of "
                + $"{string.Join(", ", Identifying.Select(Variable))} is set. {there}",
            "Specify -Credential and -DomainName, -Token, -AccessKey and -SecretKey, or -Cloud. "
                + "Alternatively, set OS_CLOUD or the OS_* environment variables.");
    }

    /// <summary>Overrides a setting of the source with a parameter.</summary>
    /// <param name="parameter">The name of the parameter, such as ProjectName.</param>
    /// <param name="value">The value, or null to keep the setting of the source.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the parameter contradicts one that was specified before.</exception>
    public void Use(string parameter, string? value) => Use(parameter, value, null);

    /// <summary>Overrides a setting of the source with a parameter that is a secret.</summary>
    /// <param name="parameter">The name of the parameter, such as SecretKey.</param>
    /// <param name="secret">The value, which the caller disposes after the sign-in, or null to keep the setting of the source.</param>
    public void Use(string parameter, SecureString? secret) => Use(parameter, null, secret);

    /// <summary>Returns the options of a session.</summary>
    /// <param name="proxy">The proxy, or null for the proxy of the operating system.</param>
    /// <returns>The options. Their credential is disposed together with this object.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: a setting is missing, or settings contradict each other.</exception>
    public SessionOptions ToOptions(IWebProxy? proxy = null)
    {
        var reader = new SettingsReader(_settings);
        reader.RefuseUnsupported();
        if (_unknownProfile is not null && _settings[AuthUrl] is null)
        {
            // As OpenStack's tools do, go on without the profile if that is possible. A region alone would be taken for
            // one of T Cloud Public, although the profile is that of another cloud.
            throw SettingsReader.Invalid(
                $"Cannot find the profile that {_unknownProfile.Origin} names, so the URL of the identity service is unknown.",
                "Add 'auth_url' to the cloud, or add the profile to 'public-clouds' in a clouds-public.yaml beside clouds.yaml. "
                    + "Profiles are not downloaded.");
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
            Region = _settings[RegionName]?.Value,
            Interface = reader.ReadInterface(),
            EcsEndpoint = reader.ReadEndpoint(EcsEndpoint),
            BmsEndpoint = reader.ReadEndpoint(BmsEndpoint),
            Proxy = proxy,
        };
    }

    /// <summary>Disposes the credential.</summary>
    public void Dispose() => _credential?.Dispose();

    // A user name and password from the environment would be used instead of the credential that the cloud has.
    private static bool HasCredential(SettingSet cloud) =>
        cloud.HasAny(
            ApplicationCredentialId, ApplicationCredentialName, IdentityProvider)
        || (cloud.HasAny(Token, AccessKey) && !cloud.HasAny(UserName, UserId));

    // After the OS_* variables: a profile has defaults for many users, the variables are the user's own.
    private void UseProfile(CloudsFiles files, string? region, Func<string, string?> variables)
    {
        if ((_settings[Profile] ?? _settings[Cloud]) is not { } name)
        {
            return;
        }

        if (CloudProfiles.Find(name.Value, files, region, variables) is { } profile)
        {
            _settings.FillFrom(profile);
        }
        else
        {
            _unknownProfile = name;
        }
    }

    private void Use(string parameter, string? value, SecureString? secret)
    {
        string name = OfParameter(parameter ?? throw new ArgumentNullException(nameof(parameter)));
        if ((value, secret) is (null, null))
        {
            return;
        }

        if (secret is { Length: 0 })
        {
            throw SettingsReader.Invalid($"The value of {Parameter(name)} is empty.", "Specify a value, or omit the parameter.");
        }

        foreach (string other in Contradicting.TryGetValue(name, out string[]? others) ? others : [])
        {
            if (_settings[other]?.Origin == Parameter(other))
            {
                throw SettingsReader.Invalid(
                    $"{Parameter(other)} and {Parameter(name)} cannot be used together.",
                    "Specify only one of them.");
            }

            _settings.Remove(other);
        }

        _settings.Set(name, new Setting(value ?? string.Empty, Parameter(name), secret));
    }
}
