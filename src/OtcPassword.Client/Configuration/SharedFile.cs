using System.Runtime.InteropServices;

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
