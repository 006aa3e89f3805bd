using System.Diagnostics;

namespace OtcPassword.Emulator;

/// <summary>Runs the demo: the cmdlets in the PowerShell that this repository restores, with an emulator of their own.</summary>
internal static class Demo
{
    /// <returns>0 if every server has the expected result; otherwise, 1.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine("OtcPassword: the cmdlets in PowerShell, with an emulated T Cloud Public on this computer.");
        string? repository = FindRepository();
        if (repository is null)
        {
            await Console.Error.WriteLineAsync("The demo needs a clone of the repository: .config/dotnet-tools.json was not found.");
            return 1;
        }

        if (await RunAsync(repository, showsOutput: false, "tool", "restore") != 0)
        {
            await Console.Error.WriteLineAsync("Cannot restore PowerShell. Run \"dotnet tool restore\" to see why.");
            return 1;
        }

        string script = Path.Combine(repository, "tests", "Pester", "Invoke-Demo.ps1");
        string[] policy = OperatingSystem.IsWindows() ? ["-ExecutionPolicy", "Bypass"] : [];
        return await RunAsync(
            repository, showsOutput: true, ["tool", "run", "pwsh", "--", "-NoLogo", "-NoProfile", "-NonInteractive", .. policy, "-File", script]);
    }

    private static string? FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, ".config", "dotnet-tools.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    private static async Task<int> RunAsync(string folder, bool showsOutput, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = !showsOutput };
        using Process process = Process.Start(start)!;
        if (!showsOutput)
        {
            await process.StandardOutput.ReadToEndAsync();
        }

        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
