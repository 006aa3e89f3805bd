using OtcPassword.TestTools;

namespace OtcPassword.Bench;

/// <summary>The PowerShell to measure: an installed pwsh, or the PowerShell of the tool manifest of this repository.</summary>
internal static class PowerShell
{
    private static readonly bool IsInstalled = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => System.IO.File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")));

    public static string Program => IsInstalled ? "pwsh" : "dotnet";

    /// <summary>Restores the PowerShell of the tool manifest, which a new clone does not have yet.</summary>
    public static void Restore()
    {
        if (!IsInstalled)
        {
            ChildProcess.Run(ChildProcess.Command("dotnet", "tool", "restore"), TimeSpan.FromMinutes(5)).RequireSuccess();
        }
    }

    public static string[] Arguments(params string[] arguments) =>
        IsInstalled ? arguments : ["tool", "run", "pwsh", "--", .. arguments];

    public static string[] File(string script, params string[] arguments) =>
        Arguments(["-NoProfile", "-NonInteractive", "-File", script, .. arguments]);
}
