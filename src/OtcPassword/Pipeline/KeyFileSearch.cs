using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OtcPassword.Client.Keys;

namespace OtcPassword.Pipeline;

/// <summary>
/// Where private keys are looked for when -Decrypt is given without -KeyFile: in the files and folders that the
/// environment variable OTC_KEY_PATH lists, in <c>~/.ssh</c> and in <c>~/Downloads</c>.
/// </summary>
internal static class KeyFileSearch
{
    private const string Variable = "OTC_KEY_PATH";

    // ~/.ssh has keys without an ending; a folder of downloads has all sorts of things, few of them keys.
    private static readonly HashSet<string> Endings =
        new(["", ".pem", ".key", ".ppk", ".rsa", ".der"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<KeyFileSource> Find()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IEnumerable<string> named = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty)
            .Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path) : File.Exists(path) ? [path] : []);
        IEnumerable<string> usual = new[] { Path.Combine(home, ".ssh"), Path.Combine(home, "Downloads") }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Where(file => Endings.Contains(Path.GetExtension(file)));
        return named.Concat(usual).Select(file => new KeyFileSource(file, isExplicit: false)).ToList();
    }
}
