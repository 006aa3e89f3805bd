using System.Security.AccessControl;
using System.Security.Principal;

namespace OtcPassword.Client.Configuration;

/// <summary>Checks on Windows whether other users can write to a file or replace it.</summary>
#if NET
[System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
internal static class WindowsFileAccess
{
    private const FileSystemRights Replace =
        FileSystemRights.Delete | FileSystemRights.DeleteSubdirectoriesAndFiles | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

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
