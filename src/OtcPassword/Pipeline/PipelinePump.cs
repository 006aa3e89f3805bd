using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Pipeline;

/// <summary>
/// Lets asynchronous work speak to the pipeline, whose methods may be called on its own thread only: what the work wants
/// to say is queued, and said while the pipeline's thread waits for the work.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private static readonly Action Nothing = static () => { };
    private readonly BlockingCollection<Action> _queue = new();

    /// <summary>Has something said on the pipeline's thread. May be called on any thread, at any time.</summary>
    public void Post(Action action)
    {
        try
        {
            _queue.Add(action);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The pipeline has ended: nobody listens any more.
        }
    }

    /// <summary>Waits for the work, and says what it has to say meanwhile. Called on the pipeline's thread.</summary>
    public T Await<T>(Task<T> task)
    {
        Wait(task, Timeout.InfiniteTimeSpan);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits like <see cref="Await{T}"/>, without throwing what the task throws.</summary>
    /// <returns>False if the time was over before.</returns>
    public bool Wait(Task task, TimeSpan timeout)
    {
        if (!task.IsCompleted)
        {
            // Wakes the loop below when the task ends.
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

    /// <summary>Says what is queued. Called on the pipeline's thread.</summary>
    private void Flush()
    {
        while (_queue.TryTake(out Action? action))
        {
            action();
        }
    }

    public void Dispose() => _queue.Dispose();
}
