using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Checks whether another user can write to a file. A clouds.yaml that other users can write to must not be used, because it
/// specifies the host that receives the password.
/// </summary>
internal static class SharedFile
{
    /// <summary>Returns true if others can write the file, or replace it or one of its folders, or if that is unknown.</summary>
    public static bool IsWritableByOthers(string path)
    {
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? WindowsFileAccess.IsOpenToOthers(path) : IsOpenOnUnix(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SystemException)
        {
            return true;
        }
    }

#if NET
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpenOnUnix(string path)
    {
        FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        DirectoryInfo? folder = Directory.GetParent(file.FullName);
        bool isOpen = IsOpen(file) || IsOpen(folder!);
        while (!isOpen && (folder = folder!.Parent) != null)
        {
            // If the sticky bit is set, as in /tmp, other users cannot replace the files.
            isOpen = IsOpen(folder) && (folder.UnixFileMode & UnixFileMode.StickyBit) == 0;
        }

        return isOpen;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpen(FileSystemInfo place) => (place.UnixFileMode & UnixFileMode.OtherWrite) != 0;
#else
    // .NET Framework runs only on Windows.
    private static bool IsOpenOnUnix(string path) => true;
#endif
}

/// <summary>Checks on Windows whether other users can write to a file or replace it.</summary>
#if NET
[System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
internal static class WindowsFileAccess
{
    private const FileSystemRights Replace =
        FileSystemRights.Delete | FileSystemRights.DeleteSubdirectoriesAndFiles
        | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

    /// <summary>Returns true if others can write the file, or replace it or one of its folders.</summary>
    public static bool IsOpenToOthers(string path)
    {
        var file = new FileInfo(path);
        if (IsOpen(file.GetAccessControl(), Replace | FileSystemRights.WriteData | FileSystemRights.AppendData))
        {
            return true;
        }

        // Anyone can create folders in C:\ProgramData, but not replace those of administrators.
        FileSystemRights dangerous = Replace | FileSystemRights.WriteData;
        for (DirectoryInfo? folder = file.Directory; folder != null; folder = folder.Parent)
        {
            if (IsOpen(folder.GetAccessControl(), dangerous))
            {
                return true;
            }

            dangerous = Replace;
        }

        return false;
    }

    private static bool IsOpen(FileSystemSecurity security, FileSystemRights dangerous)
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        return security.GetOwner(typeof(SecurityIdentifier)) is not SecurityIdentifier owner || !IsTrusted(owner, user)
            || security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>().Any(rule =>
                rule.AccessControlType == AccessControlType.Allow
                && (rule.PropagationFlags & PropagationFlags.InheritOnly) == 0
                && (rule.FileSystemRights & dangerous) != 0
                && !IsTrusted((SecurityIdentifier)rule.IdentityReference, user));
    }

    private static bool IsTrusted(SecurityIdentifier identity, WindowsIdentity user) =>
        identity == user.User
        || identity.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || identity.IsWellKnown(WellKnownSidType.LocalSystemSid)
        // TrustedInstaller, which owns C:\.
        || identity.Value == "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
}
