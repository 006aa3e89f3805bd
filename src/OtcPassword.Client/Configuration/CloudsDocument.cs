namespace OtcPassword.Client.Configuration;

/// <summary>The content of clouds.yaml, with secure.yaml merged over it.</summary>
internal sealed class CloudsDocument
{
    private const string Auth = "auth";
    private readonly string _path;
    private readonly string? _securePath;
    private readonly YamlItem? _clouds;
    private readonly YamlItem? _secureClouds;

    /// <exception cref="OtcException">ConfigurationInvalid: a file cannot be read.</exception>
    public CloudsDocument(CloudsFiles files)
    {
        _path = files.CloudsPath ?? throw new ArgumentException("There is no file.", nameof(files));
        _securePath = files.SecurePath;
        _clouds = Clouds(_path);
        _secureClouds = _securePath is null ? null : Clouds(_securePath);
    }

    public IReadOnlyList<string> Names =>
        (_clouds?.Map?.Keys ?? Enumerable.Empty<string>()).Union(_secureClouds?.Map?.Keys ?? Enumerable.Empty<string>()).ToList();

    /// <summary>Returns the settings of a cloud.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: the cloud is not defined, or is not a mapping.</exception>
    public SettingSet Read(string name)
    {
        YamlItem? open = _clouds?.Find(name);
        YamlItem? secure = _secureClouds?.Find(name);
        if (open is null && secure is null)
        {
            throw SettingsReader.Invalid(
                Names.Count == 0
                    ? $"No clouds are defined in {_path}."
                    : $"Cloud {SpecifiedText.Quote(name)} is not defined in {_path}. Defined clouds: {string.Join(", ", Names)}.",
                "Verify the name specified with -Cloud or OS_CLOUD, and the file.");
        }

        string where = open is null ? _securePath! : $"{_path}, line {_clouds!.LineOf(name)}";
        var settings = new SettingSet($"cloud '{name}' ({where})", setting => $"'{setting}'");
        // A setting in secure.yaml overrides clouds.yaml.
        Add(settings, open, _path);
        Add(settings, secure, _securePath ?? _path);
        return settings;
    }

    /// <summary>Adds the settings of a cloud or profile. Those in its "auth" override the same ones beside it.</summary>
    public static void Add(SettingSet settings, YamlItem? cloud, string path)
    {
        AddMap(settings, cloud, path);
        AddMap(settings, cloud?.Find(Auth), path);
    }

    private static YamlItem? Clouds(string path)
    {
        YamlItem root = YamlFile.Read(path);
        YamlItem? clouds = root.Find("clouds");
        return clouds is null or { Map: not null } || (clouds.Text is null && clouds.List is null)
            ? clouds
            : throw SettingsReader.Invalid(
                $"'clouds' in {path}, line {clouds.Line}, is not a mapping.",
                "Indent the name of each cloud below 'clouds:', and end it with a colon.");
    }

    private static void AddMap(SettingSet settings, YamlItem? map, string path)
    {
        if (map is null)
        {
            return;
        }

        if (map.Map is null)
        {
            throw SettingsReader.Invalid(
                $"The value that starts in {path}, line {map.Line}, is not a mapping.",
                "Indent the settings below it, one 'name: value' pair per line.");
        }

        // In the order of the file: of two names for the same setting, the later one wins.
        foreach (KeyValuePair<string, YamlItem> entry in map.Map)
        {
            // The first region of a list is the default. Other lists and mappings are not settings of a sign-in.
            YamlItem? value = entry.Key is "regions" or "region_name" && entry.Value.List is { Count: > 0 } list
                ? list[0].Find("name") ?? list[0]
                : entry.Value;
            if (value.Text is not null)
            {
                string name = entry.Key == "regions" ? "region" : entry.Key;
                settings.Add(name, new Setting(value.Text, $"'{entry.Key}' ({path}, line {map.LineOf(entry.Key)})"));
            }
        }
    }
}

/// <summary>
/// Finds the profile that a cloud of clouds.yaml names: in clouds-public.yaml, or among those that OpenStack's SDK has for
/// Open Telekom Cloud.
/// </summary>
internal static class CloudProfiles
{
    // The first region of each. It determines the URL of the identity service.
    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["otc"] = "eu-de",
        ["otc-swiss"] = "eu-ch2",
    };

    /// <summary>Returns the settings of a profile, or null if the profile does not exist.</summary>
    public static SettingSet? Find(string name, string cloudsPath, Func<string, string?> variables)
    {
        var settings = new SettingSet($"profile '{name}'", setting => $"'{setting}'");
        string? path = FindFile(cloudsPath, variables);
        if (path is not null && YamlFile.Read(path).Find("public-clouds")?.Find(name) is { } profile)
        {
            CloudsDocument.Add(settings, profile, path);
            return settings;
        }

        if (!BuiltIn.TryGetValue(name, out string? region))
        {
            return null;
        }

        settings.Add(SettingNames.RegionName, new Setting(region, settings.Source));
        return settings;
    }

    // Beside clouds.yaml instead of in the current folder: a profile says where the password is sent, and a file that lies in
    // whichever folder is the current one must not decide that for a cloud in the user's own clouds.yaml.
    private static string? FindFile(string cloudsPath, Func<string, string?> variables)
    {
        IEnumerable<string> own = CloudsFiles.Candidates(
            "clouds-public", UserFolders.OfUser(variables, Path.GetDirectoryName(Path.GetFullPath(cloudsPath))!));
        IEnumerable<string> shared = CloudsFiles.Candidates("clouds-public", UserFolders.OfSystem(variables))
            .Where(path => File.Exists(path) && !SharedFile.IsWritableByOthers(path));
        return own.Concat(shared).FirstOrDefault(File.Exists);
    }
}
