using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;

namespace OtcPassword.Parameters;

/// <summary>Resolves the paths that users specify: relative paths, <c>~</c>, wildcards, and PowerShell drives.</summary>
internal static class FilePaths
{
    /// <summary>Returns the full path in the file system, which need not exist.</summary>
    /// <exception cref="OtcException">The specified error: it is not a path in the file system.</exception>
    public static string Resolve(PathIntrinsics paths, string text, OtcError error)
    {
        if (MisplacedValue.Of(text) is not null)
        {
            throw new OtcException(error, $"Cannot find the file '{text}'.", "Verify the path.");
        }

        string path = FullPath(paths, text, error);

        // Tab completion writes backticks before brackets.
        return ExistsAt(path) || WildcardPattern.ContainsWildcardCharacters(text)
            ? path
            : FullPath(paths, WildcardPattern.Unescape(text), error);
    }

    /// <summary>Returns the files and folders that match a wildcard.</summary>
    /// <exception cref="OtcException">The specified error: it is not a path in the file system.</exception>
    public static IReadOnlyList<string> Expand(PathIntrinsics paths, string text, OtcError error) =>
        // On Windows, PowerShell cannot resolve a wildcard after FileSystem:: if a slash precedes it.
        InFileSystem(paths, text, error, () => paths.GetResolvedProviderPathFromPSPath(UserFolders.OneSeparator(WithHome(text)), out _));

    /// <summary>Returns true if a path exists, or if a wildcard matches a file or folder.</summary>
    public static bool Exists(PathIntrinsics paths, string text)
    {
        try
        {
            return ExistsAt(Resolve(paths, text, default))
                || (WildcardPattern.ContainsWildcardCharacters(text) && Expand(paths, text, default).Count > 0);
        }
        catch (OtcException)
        {
            return false;
        }
    }

    /// <summary>Returns the current folder, or null in a session without the FileSystem provider, such as a JEA endpoint.</summary>
    public static string? CurrentFolder(PathIntrinsics paths)
    {
        try
        {
            return paths.CurrentFileSystemLocation.ProviderPath;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return null;
        }
    }

    private static bool ExistsAt(string path) => File.Exists(path) || Directory.Exists(path);

    private static string FullPath(PathIntrinsics paths, string text, OtcError error)
    {
        string path = UserFolders.Expand(text, Environment.GetEnvironmentVariable);
        if (CurrentFolder(paths) is null && Path.IsPathRooted(path))
        {
            return path;
        }

        ProviderInfo? provider = null;
        string full = InFileSystem(paths, text, error, () => paths.GetUnresolvedProviderPathFromPSPath(path, out provider, out _));
        return provider!.Name == "FileSystem"
            ? full
            : throw new OtcException(
                error, $"{SpecifiedText.Quote(text)} is not a file system path: the path belongs to the {provider.Name} provider.", "Verify the path.");
    }

    // PowerShell's own ~ is the home of the provider of the current location, and the certificate provider has none.
    private static string WithHome(string wildcard) => wildcard.StartsWith("~", StringComparison.Ordinal)
        ? WildcardPattern.Escape(UserFolders.Expand("~", Environment.GetEnvironmentVariable)) + wildcard.Substring(1)
        : wildcard;

    private static T InFileSystem<T>(PathIntrinsics paths, string text, OtcError error, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (Exception e) when (e is RuntimeException and not PipelineStoppedException
            or ArgumentException or NotSupportedException or IOException)
        {
            throw CurrentFolder(paths) is null
                ? new OtcException(
                    error,
                    $"Cannot resolve {SpecifiedText.Quote(text)} because this PowerShell session does not have the FileSystem provider.",
                    "Specify a full path without wildcards, or add VisibleProviders = 'FileSystem' to the session configuration.",
                    e)
                : new OtcException(error, $"{SpecifiedText.Quote(text)} is not a file system path.", "Verify the path.", e);
        }
    }
}
