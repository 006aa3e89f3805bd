using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>Finds the files that the value of -KeyFile stands for: paths, wildcards, and folders.</summary>
internal static class KeyFileResolver
{
    /// <exception cref="OtcException">KeyFileNotFound, KeyFileUnreadable.</exception>
    public static IReadOnlyList<KeyFileSource> Resolve(PathIntrinsics paths, IEnumerable<string> keyFiles) =>
        keyFiles.SelectMany(keyFile => ResolveOne(paths, keyFile)).ToList();

    private static IEnumerable<KeyFileSource> ResolveOne(PathIntrinsics paths, string keyFile)
    {
        if (MisplacedValue.Of(keyFile) is { IsPrivateKey: true })
        {
            throw new OtcException(
                OtcError.KeyFileNotFound,
                "The value is the text of a private key, not the path of a key file.",
                "Specify the path of a key file. To decrypt with the text of a private key, use -PrivateKey.");
        }

        string path = FilePaths.Resolve(paths, keyFile, OtcError.KeyFileNotFound);
        if (Directory.Exists(path))
        {
            return InFolder(path);
        }

        // An existing file whose name contains brackets is not a wildcard.
        if (File.Exists(path) || !WildcardPattern.ContainsWildcardCharacters(keyFile))
        {
            return new[] { new KeyFileSource(path, isExplicit: true) };
        }

        List<KeyFileSource> matches = FilePaths.Expand(paths, keyFile, OtcError.KeyFileNotFound)
            .SelectMany(match => Directory.Exists(match) ? InFolder(match) : [new KeyFileSource(match, isExplicit: false)])
            .ToList();
        return matches.Count > 0
            ? matches
            : throw new OtcException(OtcError.KeyFileNotFound, $"Cannot find a file that matches '{keyFile}'.", "Verify the path.");
    }

    /// <summary>Returns the files of a folder in the order of their names.</summary>
    /// <exception cref="OtcException">KeyFileNotFound, KeyFileUnreadable.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        try
        {
            string[] files = Directory.GetFiles(folder);
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        }
        catch (DirectoryNotFoundException e)
        {
            throw new OtcException(OtcError.KeyFileNotFound, $"Cannot find the folder '{folder}'.", "Verify the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OtcException(
                OtcError.KeyFileUnreadable,
                $"Cannot read the folder '{folder}'{(e is UnauthorizedAccessException ? " because access is denied" : string.Empty)}.",
                "Grant yourself read access to the folder, or specify a file in it.",
                e);
        }
    }

    private static IEnumerable<KeyFileSource> InFolder(string folder) =>
        FilesIn(folder).Select(file => new KeyFileSource(file, isExplicit: false));
}
