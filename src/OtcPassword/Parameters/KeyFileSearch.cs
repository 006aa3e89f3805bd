using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>
/// Where private keys are looked for when no key file is named: in the files and folders that the environment variable
/// OTC_KEY_PATH lists, in <c>~/.ssh</c> and in <c>~/Downloads</c>.
/// </summary>
internal static class KeyFileSearch
{
    private const string Variable = "OTC_KEY_PATH";

    // ~/.ssh has keys without an ending; a folder of downloads has all sorts of things, few of them keys.
    private static readonly HashSet<string> Endings =
        new(["", ".pem", ".key", ".ppk", ".rsa", ".der"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The places that are searched, for messages.</summary>
    public static string Places
    {
        get
        {
            string named = string.Join(", ", Named());
            return string.Join(", ", Usual().Prepend($"{Variable} ({(named.Length == 0 ? "not set" : named)})"));
        }
    }

    /// <summary>The files to look at.</summary>
    /// <param name="trace">Gets a line for each place that cannot be searched.</param>
    public static IReadOnlyList<KeyFileSource> Find(Action<string> trace)
    {
        IEnumerable<string> named = Named().SelectMany(path => File.Exists(path) ? [path] : FilesIn(path, trace));
        IEnumerable<string> usual = Usual()
            .SelectMany(folder => FilesIn(folder, trace))
            .Where(file => Endings.Contains(Path.GetExtension(file)));
        return named.Concat(usual).Select(file => new KeyFileSource(file, isExplicit: false)).ToList();
    }

    private static List<string> Named() => (Environment.GetEnvironmentVariable(Variable) ?? string.Empty)
        .Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries)
        .Select(path => path.Trim())
        .Where(path => path.Length > 0)
        .Select(WithHome)
        .Select(UserFolders.OneSeparator)
        .ToList();

    private static List<string> Usual() =>
        Home.Length == 0 ? [] : [Path.Combine(Home, ".ssh"), Path.Combine(Home, "Downloads")];

    private static string Home => UserFolders.Home(Environment.GetEnvironmentVariable);

    // No shell has expanded it where the variable was set by PowerShell, or in the settings of Windows.
    private static string WithHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? Home + path.Substring(1)
            : path;

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
