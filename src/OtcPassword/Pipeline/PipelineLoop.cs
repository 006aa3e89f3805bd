using System.Collections.Concurrent;
using System.Diagnostics;

namespace OtcPassword.Pipeline;

/// <summary>
/// Runs the writes of asynchronous work on the pipeline thread, because the methods of a cmdlet can be called only there. They
/// are queued, and run first in, first out, while the pipeline thread waits for the work. A write never waits itself.
/// </summary>
internal sealed class PipelineLoop : IDisposable
{
    private static readonly Action Nothing = static () => { };
    private readonly BlockingCollection<Action> _writes = [];
    private Task? _watched;

    /// <summary>Queues a write for the pipeline thread. Can be called on any thread at any time.</summary>
    public void Post(Action write)
    {
        try
        {
            _writes.Add(write);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The pipeline has ended, so the write is discarded.
        }
    }

    /// <summary>Waits for a task, and runs the queued writes. Called on the pipeline thread. Does not throw if the task failed.</summary>
    /// <returns>true if the task ended in time; otherwise, false.</returns>
    public bool Wait(Task task, TimeSpan timeout)
    {
        if (!task.IsCompleted && task != _watched)
        {
            // Wakes the loop when the task ends.
            _watched = task;
            _ = task.ContinueWith(
                _ => Post(Nothing), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        var clock = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - clock.Elapsed;
            if (left < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            {
                break;
            }

            if (_writes.TryTake(out Action? write, left))
            {
                write();
            }
        }

        while (_writes.TryTake(out Action? write))
        {
            write();
        }

        return task.IsCompleted;
    }

    public void Dispose() => _writes.Dispose();
}
