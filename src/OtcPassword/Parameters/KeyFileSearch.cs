using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>
/// Searches the default locations for private keys: the files and folders in the environment variable OTC_KEY_PATH,
/// <c>~/.ssh</c>, and <c>~/Downloads</c>.
/// </summary>
internal static class KeyFileSearch
{
    private const string Variable = "OTC_KEY_PATH";

    // Keys in ~/.ssh have no extension. The extensions exclude most other files in the download folder. An editor can have
    // appended .txt, which Explorer does not show.
    private static readonly HashSet<string> Extensions =
        new(["", ".pem", ".key", ".ppk", ".rsa", ".der"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the locations searched, for messages.</summary>
    public static string Locations
    {
        get
        {
            string named = string.Join(", ", Named().Select(SpecifiedText.Describe));
            return string.Join(", ", DefaultFolders().Prepend($"{Variable} ({(named.Length == 0 ? "not set" : named)})"));
        }
    }

    /// <summary>Returns the files to read.</summary>
    /// <param name="trace">Receives a line for each location that cannot be read.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the variable contains the text of a private key.</exception>
    public static IReadOnlyList<KeyFileSource> Find(Action<string> trace)
    {
        if (SpecifiedText.IsPrivateKey(Environment.GetEnvironmentVariable(Variable) ?? string.Empty))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The environment variable {Variable} contains the text of a private key, not paths.",
                $"Set {Variable} to the paths of key files or folders, and OTC_PRIVATE_KEY to the text of a private key.");
        }

        // The file system would quote a value that looks like a secret in its error.
        IEnumerable<KeyFileSource> named = Named()
            .Where(path => SpecifiedText.CanBeQuoted(path) || File.Exists(path) || Directory.Exists(path))
            .SelectMany(path => File.Exists(path)
                ? [new KeyFileSource(path, isExplicit: false) { IsNamed = true }]
                : Searched(FilesIn(path, trace)));
        IEnumerable<string> inDefaultFolders = DefaultFolders()
            .SelectMany(folder => FilesIn(folder, trace))
            .Where(file => Extensions.Contains(Path.GetExtension(WithoutText(file))));
        return named.Concat(Searched(inDefaultFolders)).ToList();
    }

    private static IEnumerable<KeyFileSource> Searched(IEnumerable<string> files) =>
        files.Select(file => new KeyFileSource(file, isExplicit: false));

    private static List<string> Named() => (Environment.GetEnvironmentVariable(Variable) ?? string.Empty)
        .Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries)
        .Select(UserFolders.Unquote)
        .Where(path => path.Length > 0)
        .Select(path => UserFolders.Expand(path, Environment.GetEnvironmentVariable))
        .Select(UserFolders.OneSeparator)
        .ToList();

    private static string WithoutText(string file) =>
        file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && Path.GetFileNameWithoutExtension(file).Contains('.')
            ? Path.GetFileNameWithoutExtension(file)
            : file;

    private static List<string> DefaultFolders() =>
        Home.Length == 0 ? [] : [Path.Combine(Home, ".ssh"), Path.Combine(Home, "Downloads")];

    private static string Home => UserFolders.Home(Environment.GetEnvironmentVariable);

    private static IReadOnlyList<string> FilesIn(string folder, Action<string> trace)
    {
        try
        {
            return KeyFileResolver.FilesIn(folder);
        }
        catch (OtcException e)
        {
            trace(e.Message);
            return [];
        }
    }
}
