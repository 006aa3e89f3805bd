using System.Diagnostics;

namespace OtcPassword.Bench.Fleet;

/// <summary>The elapsed time and the processor time of an action in this process.</summary>
internal readonly record struct Sample(double Milliseconds, double ProcessorMilliseconds)
{
    public static async Task<Sample> TakeAsync(Func<Task> work)
    {
        GC.Collect();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await work();
        return new Sample(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }
}
