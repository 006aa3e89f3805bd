using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Emulator;

/// <summary>Waits until a process exits, so that no emulator outlives a killed test run.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static async Task WaitForEndAsync(int pid, CancellationToken cancellation)
    {
        // The process is looked up each time because an open handle could keep the ID of an exited process in use.
        while (IsRunning(pid))
        {
            await Task.Delay(Interval, cancellation);
        }
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
