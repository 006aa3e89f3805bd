using System.Runtime.InteropServices;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Fleet;

/// <summary>The computer of the measurement.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string powerShell = Tool(PowerShell.Program, PowerShell.Arguments("--version")) ?? "no PowerShell";
        return $"{Environment.ProcessorCount} cores ({Processor()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, " +
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {powerShell}, " +
            $"{Tool("openssl", "version") ?? "no openssl"}";
    }

    /// <summary>Returns the load average of the last minute, or an empty string if the system does not have one.</summary>
    public static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : string.Empty;

    /// <summary>Returns the first line of a program's output, or null if the program is not installed.</summary>
    public static string? Tool(string program, params string[] arguments)
    {
        try
        {
            ChildResult result = ChildProcess.Run(ChildProcess.Command(program, arguments), TimeSpan.FromMinutes(1));
            return result.ExitCode == 0 ? (result.Output + result.Error).Trim().Split('\n')[0] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString()
        : RuntimeInformation.ProcessArchitecture.ToString();
}
