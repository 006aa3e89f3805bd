using System.Collections.ObjectModel;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>Resolves the value of -KeyFile: paths, wildcards, folders, <c>~</c>, and PowerShell drives.</summary>
internal static class KeyFileResolver
{
    /// <exception cref="OtcException">KeyFileNotFound, KeyFileUnreadable.</exception>
    public static IReadOnlyList<KeyFileSource> Resolve(PathIntrinsics paths, IEnumerable<string> keyFiles) =>
        keyFiles.SelectMany(keyFile => ResolveOne(paths, keyFile)).ToList();

    private static IEnumerable<KeyFileSource> ResolveOne(PathIntrinsics paths, string keyFile)
    {
        if (keyFile == SpecifiedText.PrivateKey)
        {
            throw new OtcException(
                OtcError.KeyFileNotFound,
                "The value is the text of a private key, not the path of a key file.",
                "Specify the path of a key file. To decrypt with the text of a private key, use -PrivateKey.");
        }

        string path = FileSystemPath(paths, keyFile);
        if (!File.Exists(path) && !Directory.Exists(path) && !WildcardPattern.ContainsWildcardCharacters(keyFile))
        {
            // Tab completion writes backticks before brackets.
            path = FileSystemPath(paths, WildcardPattern.Unescape(keyFile));
        }

        if (Directory.Exists(path))
        {
            return InFolder(path);
        }

        // An existing file whose name contains brackets is not a wildcard.
        if (File.Exists(path) || !WildcardPattern.ContainsWildcardCharacters(keyFile))
        {
            return [new KeyFileSource(path, isExplicit: true)];
        }

        List<KeyFileSource> matches = Expand(paths, keyFile)
            .SelectMany(match => Directory.Exists(match) ? InFolder(match) : [new KeyFileSource(match, isExplicit: false)])
            .ToList();
        return matches.Count > 0 ? matches : throw new OtcException(
            OtcError.KeyFileNotFound,
            $"Cannot find a file that matches '{keyFile}'.",
            "Verify the path.");
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
                $"Cannot read the folder '{folder}': {e.Message.TrimEnd('.')}.",
                "Grant yourself read access to the folder, or specify a file in it.",
                e);
        }
    }

    private static IEnumerable<KeyFileSource> InFolder(string folder) =>
        FilesIn(folder).Select(file => new KeyFileSource(file, isExplicit: false));

    private static string FileSystemPath(PathIntrinsics paths, string keyFile)
    {
        try
        {
            string path = paths.GetUnresolvedProviderPathFromPSPath(keyFile, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? path : throw NoFile(keyFile, $"the path belongs to the {provider.Name} provider.", null);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw NoFile(keyFile, e.Message, e);
        }
    }

    private static Collection<string> Expand(PathIntrinsics paths, string keyFile)
    {
        try
        {
            return paths.GetResolvedProviderPathFromPSPath(keyFile, out _);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw NoFile(keyFile, e.Message, e);
        }
    }

    private static OtcException NoFile(string keyFile, string why, RuntimeException? cause) => new(
        OtcError.KeyFileNotFound,
        $"'{keyFile}' is not a file system path: {why}",
        "Verify the path.",
        cause);
}
