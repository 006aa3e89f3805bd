using System.Collections.Concurrent;
using System.Diagnostics;

namespace OtcPassword.Pipeline;

/// <summary>
/// Runs actions of asynchronous work on the pipeline thread, because the methods of a cmdlet can be called only there. The
/// actions are queued, and run while the pipeline thread waits for the work.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private static readonly Action Nothing = static () => { };
    private readonly BlockingCollection<Action> _queue = new();

    /// <summary>Queues an action for the pipeline thread. Can be called on any thread at any time.</summary>
    public void Post(Action action)
    {
        try
        {
            _queue.Add(action);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The pipeline has ended, so the action is discarded.
        }
    }

    /// <summary>Waits for the work, and runs the queued actions. Called on the pipeline thread.</summary>
    public T Await<T>(Task<T> task)
    {
        Wait(task, Timeout.InfiniteTimeSpan);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits like <see cref="Await{T}"/>, but does not throw the exception of the task.</summary>
    /// <returns>true if the task ended in time; otherwise, false.</returns>
    public bool Wait(Task task, TimeSpan timeout)
    {
        if (!task.IsCompleted)
        {
            // Wakes the loop when the task ends.
            _ = task.ContinueWith(
                _ => Post(Nothing), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Stopwatch clock = Stopwatch.StartNew();
            while (!task.IsCompleted)
            {
                TimeSpan left = timeout - clock.Elapsed;
                if (timeout == Timeout.InfiniteTimeSpan)
                {
                    _queue.Take()();
                }
                else if (left > TimeSpan.Zero && _queue.TryTake(out Action? action, left))
                {
                    action();
                }
                else if (left <= TimeSpan.Zero)
                {
                    break;
                }
            }
        }

        Flush();
        return task.IsCompleted;
    }

    /// <summary>Runs the queued actions. Called on the pipeline thread.</summary>
    private void Flush()
    {
        while (_queue.TryTake(out Action? action))
        {
            action();
        }
    }

    public void Dispose() => _queue.Dispose();
}
