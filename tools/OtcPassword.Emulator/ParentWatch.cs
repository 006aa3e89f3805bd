using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Emulator;

/// <summary>Waits for a process to end, so that a killed test run leaves nothing behind.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static async Task WaitForEndAsync(int pid, CancellationToken cancellation)
    {
        // Looked up anew each time: an open handle could keep the number of an ended process taken.
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
