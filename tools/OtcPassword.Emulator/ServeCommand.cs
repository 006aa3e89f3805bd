using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Emulator.Hosting;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator;

/// <summary>Serves until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n\n{CommandLine.Usage}");
            return 2;
        }

        if (line.Help)
        {
            Console.WriteLine(CommandLine.Usage);
            return 0;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, stop);
        try
        {
            await using EmulatorServer server = await EmulatorServer.StartAsync(line.Options);
            if (line.ReadyFile is not null)
            {
                WriteReadyFile(line.ReadyFile, server.Ready);
            }

            Console.WriteLine(Welcome.Text(server));
            using var watching = new CancellationTokenSource();
            Task parent = line.Parent is { } pid
                ? ParentWatch.WaitForEndAsync(pid, watching.Token)
                : Task.Delay(Timeout.Infinite, watching.Token);
            await Task.WhenAny(stop.Task, server.StopRequested, parent);
            await watching.CancelAsync();
            return 0;
        }
        catch (ScenarioException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"Port {line.Options.Port} is in use, possibly by another emulator. Specify another port with --port (0 selects a free one).");
            return 3;
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, TaskCompletionSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // The server stops in order, so that temporary key files are deleted.
            stop.TrySetResult();
        });

    /// <summary>Moves the complete file to its place, so that a waiting process never reads a part of it.</summary>
    private static void WriteReadyFile(string path, ReadyInfo ready)
    {
        string full = Path.GetFullPath(path);
        string partial = full + ".partial";
        File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(ready, ReadyJson.Default.ReadyInfo));
        File.Move(partial, full, overwrite: true);
    }
}
