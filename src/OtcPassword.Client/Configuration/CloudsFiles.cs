namespace OtcPassword.Client.Configuration;

/// <summary>
/// The files that define clouds: <c>clouds.yaml</c>, and the <c>secure.yaml</c> in the same folder that is merged over it.
/// The locations are those of OpenStack's own tools, but a shared file that other users can write to is not used, because it
/// could send the password to another host.
/// </summary>
public sealed class CloudsFiles
{
    private static readonly string[] Suffixes = [".yaml", ".yml", ".json"];

    private CloudsFiles(string? clouds, string? secure, IReadOnlyList<string> searched)
    {
        CloudsPath = clouds;
        SecurePath = secure;
        Searched = searched;
    }

    /// <summary>Gets the path of clouds.yaml; null if there is none.</summary>
    public string? CloudsPath { get; }

    /// <summary>Gets the path of secure.yaml, which holds the secrets of clouds.yaml; null if there is none.</summary>
    public string? SecurePath { get; }

    /// <summary>Gets the locations searched for clouds.yaml, with a note at each file that is not used.</summary>
    public IReadOnlyList<string> Searched { get; }

    /// <summary>Searches for the files.</summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <param name="currentFolder">The current folder of the user.</param>
    public static CloudsFiles Find(Func<string, string?> variables, string currentFolder)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        List<string> own = Candidates("clouds", UserFolders.OfUser(variables, currentFolder));
        if (variables("OS_CLIENT_CONFIG_FILE") is { Length: > 0 } given)
        {
            own.Insert(0, UserFolders.OneSeparator(Path.Combine(currentFolder, given)));
        }

        List<string> shared = Candidates("clouds", UserFolders.OfSystem(variables));
        HashSet<string> unsafeFiles = [.. shared.Where(File.Exists).Where(SharedFile.IsWritableByOthers)];
        string? clouds = own.Concat(shared).FirstOrDefault(path => File.Exists(path) && !unsafeFiles.Contains(path));
        string? secure = variables("OS_CLIENT_SECURE_FILE") is { Length: > 0 } givenSecure
            ? UserFolders.OneSeparator(Path.Combine(currentFolder, givenSecure))
            : null;
        return new CloudsFiles(
            clouds,
            secure is not null && File.Exists(secure) ? secure : clouds is null ? null : Beside(clouds),
            [.. own, .. shared.Select(path => unsafeFiles.Contains(path) ? $"{path} (not used: other users can write to it)" : path)]);
    }

    /// <summary>Uses the specified file, and the <c>secure.yaml</c> in the same folder, if any.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file does not exist.</exception>
    public static CloudsFiles At(string path)
    {
        if (!File.Exists(path))
        {
            throw SettingsReader.Invalid($"Cannot find the file {SpecifiedText.Quote(path)}.", "Verify the path specified with -CloudsFile.");
        }

        return new CloudsFiles(path, Beside(path), [path]);
    }

    /// <summary>Returns the names of the clouds.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: a file cannot be read.</exception>
    public IReadOnlyList<string> ListNames() => CloudsPath is null ? [] : new CloudsDocument(this).Names;

    /// <summary>Returns the paths of a file in some folders, with each extension that it may have.</summary>
    internal static List<string> Candidates(string name, IEnumerable<string> folders) =>
        folders.SelectMany(folder => Suffixes.Select(suffix => Path.Combine(folder, name + suffix))).ToList();

    // Not in other folders: secure.yaml overrides all settings of clouds.yaml, including the URL of the identity service.
    private static string? Beside(string clouds)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(clouds))!;
        return Candidates("secure", [folder]).FirstOrDefault(File.Exists);
    }
}
