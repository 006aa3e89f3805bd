using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// The files with named clouds: a <c>clouds.yaml</c>, and the <c>secure.yaml</c> beside it that is merged over it. They are
/// found as OpenStack's own tools find them, except that no file counts that another user could have written: it could
/// send the password elsewhere.
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

    /// <summary>The file with the clouds; null if there is none.</summary>
    public string? CloudsPath { get; }

    /// <summary>Gets the path of secure.yaml, which holds the secrets of clouds.yaml; null if there is none.</summary>
    public string? SecurePath { get; }

    /// <summary>Where it was looked for the file with the clouds, and which of those files does not count.</summary>
    public IReadOnlyList<string> Searched { get; }

    /// <summary>Looks for the files.</summary>
    /// <param name="variables">Gives the value of an environment variable, or null.</param>
    /// <param name="currentFolder">The folder the user is in.</param>
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

    /// <summary>Takes a certain file, and the <c>secure.yaml</c> beside it, if there is one.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the file does not exist.</exception>
    public static CloudsFiles At(string path)
    {
        if (!File.Exists(path))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, $"There is no file '{path}'.", "Check the path given with -CloudsFile.");
        }

        return new CloudsFiles(path, Beside(path), [path]);
    }

    /// <summary>The names of the clouds.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: a file can't be read.</exception>
    public IReadOnlyList<string> ListNames() => CloudsPath is null ? [] : new CloudsDocument(this).Names;

    /// <summary>Returns the paths of a file in some folders, with each extension that it may have.</summary>
    internal static List<string> Candidates(string name, IEnumerable<string> folders) =>
        folders.SelectMany(folder => Suffixes.Select(suffix => Path.Combine(folder, name + suffix))).ToList();

    // In no other folder: a secure.yaml overrides anything in the clouds.yaml, the URL of the identity service included.
    private static string? Beside(string clouds)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(clouds))!;
        return Candidates("secure", [folder]).FirstOrDefault(File.Exists);
    }
}
