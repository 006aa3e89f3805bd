namespace OtcPassword.Client.Keys;

/// <summary>
/// Recognizes device names, which Windows opens in any folder and with any extension. Reading from CON waits for the keyboard:
/// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
/// </summary>
internal static class DeviceName
{
    private static readonly string[] Names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Returns true if Windows opens a device for a path.</summary>
    public static bool IsIn(string path)
    {
        string name = path.Split('/', '\\').Last().Split('.', ':')[0].TrimEnd(' ').ToUpperInvariant();
        return Names.Contains(name, StringComparer.Ordinal) || (
            name.Length == 4 && (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal)) &&
            "0123456789¹²³".IndexOf(name[3]) >= 0);
    }
}
