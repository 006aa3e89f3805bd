using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword.Pipeline;

/// <summary>Finds the files that a user means by -KeyFile: paths, wildcards, folders, <c>~</c> and drives of PowerShell.</summary>
internal static class KeyFileResolver
{
    /// <exception cref="OtcException">KeyFileNotFound, KeyFileUnreadable.</exception>
    public static IReadOnlyList<KeyFileSource> Resolve(PathIntrinsics paths, IEnumerable<string> keyFiles) =>
        keyFiles.SelectMany(keyFile => ResolveOne(paths, keyFile)).ToList();

    private static IEnumerable<KeyFileSource> ResolveOne(PathIntrinsics paths, string keyFile)
    {
        string path = FileSystemPath(paths, keyFile);
        if (Directory.Exists(path))
        {
            return InFolder(path);
        }

        // A file whose name has brackets in it is that file and no wildcard.
        if (File.Exists(path) || !WildcardPattern.ContainsWildcardCharacters(keyFile))
        {
            return [new KeyFileSource(path, isExplicit: true)];
        }

        List<KeyFileSource> matches = Expand(paths, keyFile)
            .SelectMany(match => Directory.Exists(match) ? InFolder(match) : [new KeyFileSource(match, isExplicit: false)])
            .ToList();
        return matches.Count > 0 ? matches : throw new OtcException(
            OtcError.KeyFileNotFound,
            $"No file matches '{keyFile}'.",
            "Check the path given with -KeyFile.");
    }

    private static IEnumerable<KeyFileSource> InFolder(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => new KeyFileSource(file, isExplicit: false));

    private static string FileSystemPath(PathIntrinsics paths, string keyFile)
    {
        try
        {
            string path = paths.GetUnresolvedProviderPathFromPSPath(keyFile, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? path : throw NoFile(keyFile, $"it is in provider {provider.Name}", null);
        }
        catch (SessionStateException e)
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
        catch (SessionStateException e)
        {
            throw NoFile(keyFile, e.Message, e);
        }
    }

    private static OtcException NoFile(string keyFile, string why, SessionStateException? cause) => new(
        OtcError.KeyFileNotFound,
        $"'{keyFile}' is no path of a file: {why}",
        "Check the path given with -KeyFile.",
        cause);
}
