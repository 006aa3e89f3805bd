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
    /// <param name="name">The name of the cloud.</param>
    /// <param name="region">The region, or null for the first one of the cloud.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the cloud is not defined, or is not a mapping.</exception>
    public SettingSet Read(string name, string? region)
    {
        YamlItem? open = _clouds?.Find(name);
        YamlItem? secure = _secureClouds?.Find(name);
        if (open is null && secure is null)
        {
            throw SettingsReader.Invalid(
                Names.Count == 0
                    ? $"No clouds are defined in {_path}."
                    : $"Cloud {SpecifiedText.Quote(name)} is not defined in {_path}. Defined clouds: {SpecifiedText.List(Names)}.",
                "Verify the name specified with -Cloud or OS_CLOUD, and the file.");
        }

        string where = open is null ? _securePath! : $"{_path}, line {_clouds!.LineOf(name)}";
        var settings = new SettingSet($"cloud '{name}' ({where})", setting => $"'{setting}'");
        Add(settings, region, (open, _path), (secure, _securePath ?? _path));
        return settings;
    }

    /// <summary>Adds the settings of a cloud or profile, by openstacksdk's precedence: the later file, and then the region.</summary>
    public static void Add(SettingSet settings, string? region, params (YamlItem? Cloud, string Path)[] files)
    {
        var regions = files.Select(file => (Region: FindRegion(file.Cloud, region, file.Path), file.Path)).ToList();
        var layers = files.Concat(regions.Select(item => (Cloud: item.Region?.Find("values"), item.Path)))
            .Where(item => item.Cloud is not null).ToList();
        layers.ForEach(item => AddMap(settings, item.Cloud!, item.Path, isInAuth: false, _ => true));
        layers.ForEach(item => AddMap(settings, item.Cloud!.Find(Auth), item.Path, isInAuth: true, _ => true));
        layers.ForEach(item => AddMap(settings, item.Cloud!, item.Path, isInAuth: false, SettingNames.IsPreferredBesideAuth));
        foreach ((YamlItem? found, string path) in regions.Where(item => NameOf(item.Region) is not null))
        {
            settings.Set(SettingNames.RegionName, new Setting(NameOf(found)!, $"'regions' ({path}, line {found!.Line})"));
        }
    }

    private static string? NameOf(YamlItem? region) => region?.Text ?? region?.Find("name")?.Text;

    private static YamlItem? FindRegion(YamlItem? cloud, string? name, string path)
    {
        if (cloud?.Find("regions")?.List is not { Count: > 0 } regions)
        {
            return null;
        }

        return (name is null ? regions[0] : regions.Find(region => NameOf(region) == name)) ?? throw SettingsReader.Invalid(
            $"Region {SpecifiedText.Quote(name!)} is not in 'regions' ({path}, line {cloud.LineOf("regions")}). "
                + $"Regions of the cloud: {SpecifiedText.List(regions.Select(NameOf))}.",
            "Specify one of these regions, or add the region to the file.");
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

    private static void AddMap(SettingSet settings, YamlItem? map, string path, bool isInAuth, Func<string, bool> isWanted)
    {
        if (map is null)
        {
            return;
        }

        if (map.Map is null)
        {
            string what = isInAuth ? "'auth'" : "The cloud";
            throw SettingsReader.Invalid(
                $"{what} that starts in {path}, line {map.Line}, is {(map.IsNull ? "empty" : "not a mapping")}.",
                "Indent the settings below it, one 'name: value' pair per line.");
        }

        // In the order of the file: of two names for the same setting, the later one wins.
        foreach (KeyValuePair<string, YamlItem> entry in map.Map)
        {
            string origin = $"{SpecifiedText.Quote(entry.Key)} ({path}, line {map.LineOf(entry.Key)})";
            string name = SettingNames.Normalize(entry.Key, out _);

            // The first region is the default. Lists and mappings are not settings of a sign-in.
            string? value = name == SettingNames.RegionName
                ? (NameOf(entry.Value) ?? entry.Value.List?.Select(NameOf).FirstOrDefault())?.Split(',')[0]
                : entry.Value.Text;
            if (value is not null && isWanted(name))
            {
                settings.Add(entry.Key, new Setting(value, origin));
            }

            if (SettingNames.Misspelled(entry.Key, isInAuth) is { } advice)
            {
                settings.Warnings.Add($"{origin} is not a known setting, and is ignored. {advice}");
            }
        }
    }
}

/// <summary>
/// Finds the profile that a cloud of clouds.yaml names: in clouds-public.yaml, or among those that OpenStack's SDK has for
/// T Cloud Public.
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
    public static SettingSet? Find(string name, CloudsFiles files, string? region, Func<string, string?> variables)
    {
        var settings = new SettingSet($"profile '{name}'", setting => $"'{setting}'");
        string? path = FindFile(files, variables);
        if (path is not null && YamlFile.Read(path).Find("public-clouds")?.Find(name) is { } profile)
        {
            CloudsDocument.Add(settings, region, (profile, path));
            return settings;
        }

        if (!BuiltIn.TryGetValue(name, out string? first))
        {
            return null;
        }

        settings.Set(SettingNames.RegionName, new Setting(first, settings.Source));
        return settings;
    }

    // Beside clouds.yaml instead of in the current folder: a profile says where the password is sent, and a file that lies in
    // whichever folder is the current one must not decide that for a cloud in the user's own clouds.yaml.
    private static string? FindFile(CloudsFiles files, Func<string, string?> variables)
    {
        IEnumerable<string> folders = UserFolders.OfUser(variables, Path.GetDirectoryName(Path.GetFullPath(files.CloudsPath!)));
        return files.FindAlso(CloudsFiles.Candidates("clouds-public", folders.Concat(UserFolders.OfSystem(variables))));
    }
}
