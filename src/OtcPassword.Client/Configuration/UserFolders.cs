using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace OtcPassword.Client.Configuration;

/// <summary>The folders in which OpenStack's tools look for their files, in their order, on each system.</summary>
internal static class UserFolders
{
    /// <param name="variables">The environment.</param>
    /// <param name="currentFolder">The folder the user is in.</param>
    public static IReadOnlyList<string> List(Func<string, string?> variables, string currentFolder)
    {
        string home = Variable("HOME") ?? Variable("USERPROFILE")
            ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folders = new List<string?> { currentFolder };
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            home = Variable("USERPROFILE") ?? home;
            folders.Add(Under(Variable("LOCALAPPDATA"), "OpenStack", "openstack"));
            folders.Add(Under(home, ".config", "openstack"));
            folders.Add(Under(Variable("PROGRAMDATA"), "OpenStack", "openstack"));
        }
        else if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            folders.Add(Under(home, "Library", "Application Support", "openstack"));
            folders.Add(Under(home, ".config", "openstack"));
            folders.Add("/Library/Application Support/openstack");
        }
        else
        {
            folders.Add(Under(Variable("XDG_CONFIG_HOME"), "openstack"));
            folders.Add(Under(home, ".config", "openstack"));
            folders.AddRange((Variable("XDG_CONFIG_DIRS") ?? "/etc/xdg").Split(':').Select(folder => Under(folder, "openstack")));
        }

        folders.Add("/etc/openstack");
        return folders.OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        string? Variable(string name) => variables(name) is { Length: > 0 } value ? value : null;

        static string? Under(string? folder, params string[] names) =>
            string.IsNullOrEmpty(folder) ? null : Path.Combine([folder!, .. names]);
    }
}
