namespace OtcPassword.Client.Configuration;

/// <summary>
/// The files that define clouds: <c>clouds.yaml</c>, and the <c>secure.yaml</c> in the same folder that is merged over it.
/// The locations are those of OpenStack's own tools, but a file that other users can write to is used only if a parameter or
/// variable names it, because it could send the password to another host.
/// </summary>
public sealed class CloudsFiles
{
    private static readonly string[] Suffixes = [".yaml", ".yml", ".json"];

    private readonly List<string> _skipped;

    private CloudsFiles(string? clouds, string? secure, IReadOnlyList<string> searched, List<string> skipped)
    {
        CloudsPath = clouds;
        SecurePath = secure;
        Searched = searched;
        _skipped = skipped;
    }

    /// <summary>Gets the path of clouds.yaml; null if there is none.</summary>
    public string? CloudsPath { get; }

    /// <summary>Gets the path of secure.yaml, which holds the secrets of clouds.yaml; null if there is none.</summary>
    public string? SecurePath { get; }

    /// <summary>Gets the locations searched for clouds.yaml.</summary>
    public IReadOnlyList<string> Searched { get; }

    /// <summary>Gets a sentence for each file that was skipped because other users can write to it.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Searches for the files.</summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <param name="currentFolder">The current folder of the user; null if it is unknown.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: a variable does not contain a path.</exception>
    public static CloudsFiles Find(Func<string, string?> variables, string? currentFolder)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        var skipped = new List<string>();
        List<string> searched = Candidates("clouds", [.. UserFolders.OfUser(variables, currentFolder), .. UserFolders.OfSystem(variables)]);
        string? named = UserFolders.FromSetting("OS_CLIENT_CONFIG_FILE", variables, currentFolder);
        string? clouds = named is not null && File.Exists(named) ? named : FirstTrusted(searched, skipped);
        string? secure = UserFolders.FromSetting("OS_CLIENT_SECURE_FILE", variables, currentFolder);
        return new CloudsFiles(
            clouds,
            secure is not null && File.Exists(secure) ? secure : Beside(clouds, skipped),
            named is null ? searched : [named, .. searched],
            skipped);
    }

    /// <summary>Uses the specified file, and the <c>secure.yaml</c> in the same folder, if any.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file does not exist.</exception>
    public static CloudsFiles At(string path)
    {
        if (!File.Exists(path))
        {
            throw SettingsReader.Invalid($"Cannot find the file {SpecifiedText.Quote(path)}.", "Verify the path of -CloudsFile.");
        }

        var skipped = new List<string>();
        return new CloudsFiles(path, Beside(path, skipped), [path], skipped);
    }

    /// <summary>Returns the names of the clouds.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: a file cannot be read.</exception>
    public IReadOnlyList<string> ListNames() => CloudsPath is null ? [] : new CloudsDocument(this).Names;

    /// <summary>Returns the first of the files that exists and that no other user can write to. Adds the others to those skipped.</summary>
    internal string? FindAlso(IEnumerable<string> paths) => FirstTrusted(paths, _skipped);

    /// <summary>Returns the paths of a file in some folders, with each extension that it may have.</summary>
    internal static List<string> Candidates(string name, IEnumerable<string> folders) =>
        folders.SelectMany(folder => Suffixes.Select(suffix => Path.Combine(folder, name + suffix))).ToList();

    // Not in other folders: secure.yaml overrides all settings of clouds.yaml, including the URL of the identity service.
    private static string? Beside(string? clouds, List<string> skipped) => clouds is null
        ? null
        : FirstTrusted(Candidates("secure", [Path.GetDirectoryName(Path.GetFullPath(clouds))!]), skipped);

    private static string? FirstTrusted(IEnumerable<string> paths, List<string> skipped)
    {
        foreach (string path in paths.Where(File.Exists))
        {
            if (FileTrust.WhyNot(path) is not { } why)
            {
                return path;
            }

            skipped.Add($"Skipped '{path}' because {why}.");
        }

        return null;
    }
}
