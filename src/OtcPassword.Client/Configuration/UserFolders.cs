using System.Runtime.InteropServices;

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
            ? OneSeparator(home)
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    /// <summary>Returns a path with the separators of the system only: Windows takes both, and messages show one.</summary>
    /// <param name="path">A path.</param>
    public static string OneSeparator(string path) =>
        (path ?? throw new ArgumentNullException(nameof(path))).Replace(Path.AltDirectorySeparatorChar, Path.DirectorySeparatorChar);

    /// <summary>Returns the folders of the user, in the order in which they are searched.</summary>
    internal static IReadOnlyList<string> OfUser(Func<string, string?> variables, string currentFolder)
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

    private static string? Under(string? folder, params string[] names) =>
        string.IsNullOrEmpty(folder) ? null : Path.Combine([folder!, .. names]);
}
