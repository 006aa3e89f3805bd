using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Checks whether another user can write to a file. A clouds.yaml that other users can write to must not be used unless the user
/// names it, because it specifies the host that receives the password.
/// </summary>
internal static class FileTrust
{
    /// <summary>Returns why others can write the file, or replace it or one of its folders; null if they cannot.</summary>
    public static string? WhyNot(string path)
    {
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? WindowsFileAccess.WhyNot(path) : UnixFileAccess.WhyNot(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SystemException)
        {
            return "its permissions cannot be determined";
        }
    }
}

/// <summary>Checks on Linux and macOS whether other users can write to a file or replace it.</summary>
internal static class UnixFileAccess
{
#if NET
    private const string LStatName = "SystemNative_LStat";
#else
    // Mono's names. .NET Framework runs only on Windows.
    private const string LStatName = "SystemNative_LStat2";
#endif
    private const int Folder = 0x4000;
    private const int SymbolicLink = 0xA000;
    private const int Sticky = 0x200;
    private const int GroupWrite = 0x10;
    private const int OtherWrite = 0x2;
    private const int MaxLinks = 40;

    /// <summary>Follows the path as the kernel does, and checks each folder, each link, and the file.</summary>
    public static string? WhyNot(string path)
    {
        var rest = new Stack<string>(Path.GetFullPath(path).Split('/').AsEnumerable().Reverse());
        string place = "/";
        for (int links = 0; rest.Count > 0 && links <= MaxLinks;)
        {
            string name = rest.Pop();
            if (name is "" or "." or "..")
            {
                place = name == ".." ? Path.GetDirectoryName(place) ?? "/" : place;
                continue;
            }

            string item = Path.Combine(place, name);
            var status = new int[64];
            if (LStat(Bytes(item), status) != 0)
            {
                return $"the permissions of '{item}' cannot be read";
            }

            (int mode, uint owner, uint group) = (status[1], (uint)status[2], (uint)status[3]);
            if (owner != 0 && owner != GetEUid())
            {
                return $"another user owns '{item}'";
            }

            if ((mode & RegularFile.TypeMask) == SymbolicLink)
            {
                links++;
                string target = TargetOf(item);
                place = target.StartsWith("/", StringComparison.Ordinal) ? "/" : place;
                target.Split('/').AsEnumerable().Reverse().ToList().ForEach(rest.Push);
                continue;
            }

            // If the sticky bit of a folder is set, as in /tmp, other users cannot replace the files in it.
            bool isOpen = (mode & RegularFile.TypeMask) != Folder || (mode & Sticky) == 0;
            if (isOpen && (mode & OtherWrite) != 0)
            {
                return $"other users can write to '{item}'";
            }

            // With an access control list, these bits are the maximum of all users and groups in it.
            if (isOpen && (mode & GroupWrite) != 0 && (HasAccessList(item) || !IsPrivate(group)))
            {
                return $"a group can write to '{item}'";
            }

            place = item;
        }

        return rest.Count == 0 ? null : "it lies behind too many links";
    }

    /// <summary>Returns true if only the user is a member of a group, as in distributions that create a group for each user.</summary>
    private static bool IsPrivate(uint group)
    {
        List<string[]> users = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(user => user.Length > 3)];
        IEnumerable<string> members = File.ReadLines("/etc/group").Select(line => line.Split(':'))
            .Where(found => found.Length > 3 && found[2] == $"{group}").SelectMany(found => found[3].Split(','))
            .Where(name => name.Length > 0).Select(name => users.Find(user => user[0] == name)?[2] ?? name);
        List<string> all = [.. users.Where(user => user[3] == $"{group}").Select(user => user[2]), .. members];
        return all.Count > 0 && all.TrueForAll(member => member == $"{GetEUid()}");
    }

#if NET
    private static string TargetOf(string link) => new FileInfo(link).LinkTarget!;
#else
    private static string TargetOf(string link) => throw new IOException("Mono cannot read links.");
#endif

    private static bool HasAccessList(string path) => RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
        && GetExtendedAttribute(Bytes(path), Bytes("system.posix_acl_access"), IntPtr.Zero, IntPtr.Zero) != IntPtr.Zero - 1;

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // The runtime's own functions: the layout of stat differs between systems. Flags, mode, owner, and group come first.
    [DllImport(RegularFile.Library, EntryPoint = LStatName)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int LStat(byte[] path, [Out] int[] status);

    [DllImport("libc", EntryPoint = "getxattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr GetExtendedAttribute(byte[] path, byte[] name, IntPtr value, IntPtr size);

    [DllImport(RegularFile.Library, EntryPoint = "SystemNative_GetEUid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern uint GetEUid();
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

    public static string? WhyNot(string path)
    {
        var file = new FileInfo(path);
        if (IsOpen(file.GetAccessControl(), Replace | FileSystemRights.WriteData | FileSystemRights.AppendData))
        {
            return $"other users can write to '{file.FullName}'";
        }

        // Anyone can create folders in C:\ProgramData, but not replace those of administrators.
        FileSystemRights dangerous = Replace | FileSystemRights.WriteData;
        for (DirectoryInfo? folder = file.Directory; folder != null; folder = folder.Parent)
        {
            if (IsOpen(folder.GetAccessControl(), dangerous))
            {
                // The groups Administrators and Users, and the system, by their identifiers, because their names are translated.
                return $"other users can write to '{folder.FullName}'; to prevent this, run: icacls \"{folder.FullName}\" /inheritance:r "
                    + "/grant:r \"*S-1-5-32-544:(OI)(CI)F\" \"*S-1-5-18:(OI)(CI)F\" \"*S-1-5-32-545:(OI)(CI)RX\"";
            }

            dangerous = Replace;
        }

        return null;
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
        || IsDomainAdmins(identity.Value)
        // TrustedInstaller, which owns C:\.
        || identity.Value == "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

    // By its identifier, because the documents do not say for which domains IsWellKnown returns true.
    private static bool IsDomainAdmins(string identifier) =>
        identifier.StartsWith("S-1-5-21-", StringComparison.Ordinal) && identifier.EndsWith("-512", StringComparison.Ordinal);
}
