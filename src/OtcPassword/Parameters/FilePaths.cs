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
        InFileSystem(text, error, () => paths.GetResolvedProviderPathFromPSPath(WithHome(text, WildcardPattern.Escape(Home)), out _));

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

    private static bool ExistsAt(string path) => File.Exists(path) || Directory.Exists(path);

    private static string FullPath(PathIntrinsics paths, string text, OtcError error)
    {
        ProviderInfo? provider = null;
        string path = InFileSystem(text, error, () => paths.GetUnresolvedProviderPathFromPSPath(WithHome(text, Home), out provider, out _));
        return provider!.Name == "FileSystem"
            ? path
            : throw new OtcException(
                error, $"'{text}' is not a file system path: the path belongs to the {provider.Name} provider.", "Verify the path.");
    }

    private static string Home => UserFolders.Home(Environment.GetEnvironmentVariable);

    // PowerShell's own ~ is the home of the provider of the current location, and the certificate provider has none.
    private static string WithHome(string text, string home) =>
        text == "~" || text.StartsWith("~/", StringComparison.Ordinal) || text.StartsWith("~\\", StringComparison.Ordinal)
            ? home + text.Substring(1)
            : text;

    private static T InFileSystem<T>(string text, OtcError error, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (Exception e) when (e is RuntimeException and not PipelineStoppedException or ArgumentException or NotSupportedException)
        {
            throw new OtcException(error, $"{SpecifiedText.Quote(text)} is not a file system path.", "Verify the path.", e);
        }
    }
}
