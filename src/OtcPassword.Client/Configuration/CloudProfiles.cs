namespace OtcPassword.Client.Configuration;

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
    /// <param name="name">The name of the profile.</param>
    /// <param name="cloudsPath">The path of clouds.yaml.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: clouds-public.yaml cannot be read.</exception>
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
