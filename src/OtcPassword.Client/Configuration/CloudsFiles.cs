using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// The files with named clouds: a <c>clouds.yaml</c>, and a <c>secure.yaml</c> that is merged over it. They are found as
/// OpenStack's own tools find them.
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

    /// <summary>The file with what others shall not read; null if there is none.</summary>
    public string? SecurePath { get; }

    /// <summary>Where it was looked for the file with the clouds.</summary>
    public IReadOnlyList<string> Searched { get; }

    /// <summary>Looks for the files.</summary>
    /// <param name="variables">Gives the value of an environment variable, or null.</param>
    /// <param name="currentFolder">The folder the user is in.</param>
    public static CloudsFiles Find(Func<string, string?> variables, string currentFolder)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        IReadOnlyList<string> folders = UserFolders.List(variables, currentFolder);
        List<string> searched = Candidates(variables("OS_CLIENT_CONFIG_FILE"), currentFolder, folders, "clouds");
        string? clouds = searched.FirstOrDefault(File.Exists);
        IEnumerable<string> beside = clouds is null ? folders : [Path.GetDirectoryName(clouds)!, .. folders];
        string? secure = Candidates(variables("OS_CLIENT_SECURE_FILE"), currentFolder, beside, "secure").FirstOrDefault(File.Exists);
        return new CloudsFiles(clouds, secure, searched);
    }

    /// <summary>Takes a certain file, and the <c>secure.yaml</c> beside it, if there is one.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: there is no such file.</exception>
    public static CloudsFiles At(string path)
    {
        if (!File.Exists(path))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, $"There is no file '{path}'.", "Check the path given with -CloudsFile.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string? secure = Suffixes.Select(suffix => Path.Combine(folder, $"secure{suffix}")).FirstOrDefault(File.Exists);
        return new CloudsFiles(path, secure, [path]);
    }

    /// <summary>The names of the clouds.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: a file can't be read.</exception>
    public IReadOnlyList<string> ListNames() => CloudsPath is null ? [] : new CloudsDocument(this).Names;

    private static List<string> Candidates(string? given, string currentFolder, IEnumerable<string> folders, string name)
    {
        List<string> candidates = folders
            .SelectMany(folder => Suffixes.Select(suffix => Path.Combine(folder, name + suffix)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (!string.IsNullOrEmpty(given))
        {
            candidates.Insert(0, Path.Combine(currentFolder, given!));
        }

        return candidates;
    }
}
