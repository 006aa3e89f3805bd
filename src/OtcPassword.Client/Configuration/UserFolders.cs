using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OtcPassword.Client.Configuration;

/// <summary>The user's home folder, and the folders in which OpenStack's tools look for their files, on each system.</summary>
public static class UserFolders
{
    /// <summary>
    /// Gets the home folder: USERPROFILE on Windows and HOME elsewhere, as in PowerShell. The default is the one that the
    /// operating system reports.
    /// </summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    public static string Home(Func<string, string?> variables)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        string name = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "USERPROFILE" : "HOME";
        return variables(name) is { Length: > 0 } home
            ? OneSeparator(Unquote(home))
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    /// <summary>
    /// Returns the full path that an environment variable contains, as people write it: in quotation marks, with <c>~</c>, or with
    /// the variables of Windows.
    /// </summary>
    /// <param name="name">The name of the variable.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <param name="currentFolder">The folder of a relative path; null if it is unknown.</param>
    /// <returns>The path; null if the variable is not set.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: the value is not a path.</exception>
    public static string? FromSetting(string name, Func<string, string?> variables, string? currentFolder)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        if (variables(name) is not { } value || Unquote(value) is not { Length: > 0 } text)
        {
            return null;
        }

        string path = OneSeparator(Expand(text, variables));
        bool isValid = path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && !SpecifiedText.HasLineBreak(path);
        return isValid && (Path.IsPathRooted(path) || currentFolder is not null)
            ? Path.Combine(currentFolder ?? string.Empty, path)
            : throw SettingsReader.Invalid(
                $"The environment variable {name} does not contain {(isValid ? "the full path" : "a valid path")} of a file.",
                $"Set {name} to the full path of a file.");
    }

    /// <summary>
    /// Returns a path without the quotation marks that the command prompt of Windows keeps (<c>set X="C:\Users"</c>), and that
    /// <i>Copy as path</i> adds.
    /// </summary>
    /// <param name="path">A path.</param>
    public static string Unquote(string path)
    {
        string text = (path ?? throw new ArgumentNullException(nameof(path))).Trim();
        return text.Length > 1 && text[0] is '"' or '\'' && text[text.Length - 1] == text[0] ? text.Substring(1, text.Length - 2) : text;
    }

    /// <summary>Returns a path with the user's home folder for <c>~</c> and, on Windows, the values of <c>%VARIABLES%</c>.</summary>
    /// <param name="path">A path.</param>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    public static string Expand(string path, Func<string, string?> variables)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        string expanded = path.Length > 0 && path[0] == '~' && (path.Length == 1 || path[1] is '/' or '\\')
            ? Home(variables) + path.Substring(1)
            : path;
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Regex.Replace(expanded, "%([^%]+)%", found => variables(found.Groups[1].Value) ?? found.Value)
            : expanded;
    }

    /// <summary>Returns a path with the separators of the system only: Windows takes both, and messages show one.</summary>
    /// <param name="path">A path.</param>
    public static string OneSeparator(string path) =>
        (path ?? throw new ArgumentNullException(nameof(path))).Replace(Path.AltDirectorySeparatorChar, Path.DirectorySeparatorChar);

    /// <summary>Returns the folders of the user, in the order in which they are searched.</summary>
    internal static IReadOnlyList<string> OfUser(Func<string, string?> variables, string? currentFolder)
    {
        string home = Home(variables);
        return Folders(
            currentFolder,
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Under(variables("LOCALAPPDATA"), "OpenStack", "openstack")
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? Under(home, "Library", "Application Support", "openstack")
                : Under(variables("XDG_CONFIG_HOME"), "openstack"),
            Under(home, ".config", "openstack"));
    }

    /// <summary>Returns the folders that all users of the computer share, in the order in which they are searched.</summary>
    internal static IReadOnlyList<string> OfSystem(Func<string, string?> variables) =>
        // On Windows OpenStack's tools also search \etc\openstack, which is on whichever drive is the current one.
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Folders(Under(variables("PROGRAMDATA"), "OpenStack", "openstack"))
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? Folders("/Library/Application Support/openstack", "/etc/openstack")
            : Folders([.. (variables("XDG_CONFIG_DIRS") is { Length: > 0 } shared ? shared : "/etc/xdg")
                .Split(':').Select(folder => Under(folder, "openstack")), "/etc/openstack"]);

    private static List<string> Folders(params string?[] folders) =>
        folders.OfType<string>().Select(OneSeparator).Distinct(StringComparer.Ordinal).ToList();

    // Relative folders are ignored, as the specification of XDG_CONFIG_DIRS requires: they would be those of any current folder.
    private static string? Under(string? folder, params string[] names) =>
        Unquote(folder ?? string.Empty) is { Length: > 0 } place && place.IndexOfAny(Path.GetInvalidPathChars()) < 0
            && Path.IsPathRooted(place)
            ? Path.Combine([place, .. names])
            : null;
}
