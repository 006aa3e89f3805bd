using System.Diagnostics;
using Microsoft.AspNetCore.Connections;

namespace OtcPassword.Emulator;

/// <summary>Serves until Ctrl+C, a request to stop, or the end of the parent process, so that no emulator outlives a killed test run.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(EmulatorOptions options, string? readyFile, int? parent, CancellationToken stopping)
    {
        try
        {
            await using EmulatorServer server = await EmulatorServer.StartAsync(options, stopping);
            if (readyFile is not null)
            {
                WriteReadyFile(readyFile, server.Ready);
            }

            Console.WriteLine(Welcome(server));
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Task end = parent is { } id ? WaitForEndAsync(id, waiting.Token) : Task.Delay(Timeout.Infinite, waiting.Token);
            await Task.WhenAny(server.StopRequested, end);
            await waiting.CancelAsync();
            return 0;
        }
        catch (ScenarioException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Port {options.Port} is in use, possibly by another emulator. Specify another port with --port (0 selects a free one).");
            return 3;
        }
    }

    private static async Task WaitForEndAsync(int pid, CancellationToken cancellation)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(cancellation);
        }
        catch (ArgumentException)
        {
            // The process has already exited.
        }
    }

    /// <summary>Moves the complete file to its place, so that a waiting process never reads a part of it.</summary>
    private static void WriteReadyFile(string path, ReadyInfo ready)
    {
        string partial = path + ".partial";
        File.WriteAllText(partial, JsonSerializer.Serialize(ready, ReadyJson.Default.ReadyInfo));
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Returns the text at the start: commands to paste into PowerShell.</summary>
    private static string Welcome(EmulatorServer server)
    {
        ReadyInfo r = server.Ready;
        return Resource.Text(
            "welcome.txt", server.BaseUrl, r.KeyFolder, Quote(r.Password), Quote(r.User), r.AuthUrl, r.Region, r.Domain, r.Project, Quote(r.KeyFolder), r.ControlUrl);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
