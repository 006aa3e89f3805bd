using System.Runtime.InteropServices;
using System.Text;

namespace OtcPassword.Client;

/// <summary>Recognizes pipes and devices on Linux and macOS, which must not be opened: their content has no end or waits for a writer.</summary>
internal static class RegularFile
{
    /// <summary>The type in the mode of a file, and its value for regular files.</summary>
    public const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

#if NET
    public const string Library = "libSystem.Native";
    private const string StatName = "SystemNative_Stat";
#else
    // Mono's names. .NET Framework runs only on Windows.
    public const string Library = "System.Native";
    private const string StatName = "SystemNative_Stat2";
#endif

    /// <summary>Returns true unless the path is, or is a link to, a pipe, a device, or something else without a defined content.</summary>
    public static bool IsAt(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return true;
        }

        // The runtime's own function: the layout of stat differs between systems. Flags and mode come first.
        var status = new int[64];
        return Stat(Encoding.UTF8.GetBytes(path + '\0'), status) != 0 || (status[1] & TypeMask) == Regular;
    }

    [DllImport(Library, EntryPoint = StatName)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Stat(byte[] path, [Out] int[] status);
}
