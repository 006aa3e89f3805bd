using System;
using System.IO;
using System.Runtime.InteropServices;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Finds out whether another user could have written a file. A clouds.yaml says where the password is sent: one that
/// others can write must not count.
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
            // Where the sticky bit is set, as in /tmp, others cannot replace what is there.
            isOpen = IsOpen(folder) && (folder.UnixFileMode & UnixFileMode.StickyBit) == 0;
        }

        return isOpen;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpen(FileSystemInfo place) => (place.UnixFileMode & UnixFileMode.OtherWrite) != 0;
#else
    // .NET Framework runs on Windows only, and has no such question for another system.
    private static bool IsOpenOnUnix(string path) => true;
#endif
}
