using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Works on many items, a bounded number at a time, and gives the results back in the order of the items. For one
/// thread to add and take; the work itself runs on the thread pool.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
public sealed class OrderedWork<TItem, TResult> : IDisposable
{
    // A slow item must not leave the others idle, and results that wait behind it must not pile up without end.
    private const int QueuedPerRunning = 4;

    private readonly Func<TItem, Task<TResult>> _work;
    private readonly CancellationToken _cancellation;
    private readonly SemaphoreSlim _slots;
    private readonly int _capacity;
    private readonly Queue<KeyValuePair<TItem, Task<TResult>>> _queue = new();

    /// <summary>Creates an empty queue.</summary>
    /// <param name="limit">How many items may be worked on at the same time; at least 1.</param>
    /// <param name="work">What to do with an item.</param>
    /// <param name="cancellation">Keeps waiting items from being started.</param>
    public OrderedWork(int limit, Func<TItem, Task<TResult>> work, CancellationToken cancellation)
    {
        _slots = new SemaphoreSlim(limit, limit);
        _capacity = limit * QueuedPerRunning;
        _work = work;
        _cancellation = cancellation;
    }

    /// <summary>How many items are in it, finished or not.</summary>
    public int Count => _queue.Count;

    /// <summary>True if the oldest result should be taken before another item is added.</summary>
    public bool IsFull => _queue.Count >= _capacity;

    /// <summary>The work on the oldest item.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public Task<TResult> Oldest => _queue.Peek().Value;

    /// <summary>Adds an item, to be worked on as soon as there is room.</summary>
    /// <param name="item">The item.</param>
    public void Add(TItem item) =>
        _queue.Enqueue(new KeyValuePair<TItem, Task<TResult>>(item, Task.Run(() => RunAsync(item), _cancellation)));

    /// <summary>Removes the oldest item, with its work.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public KeyValuePair<TItem, Task<TResult>> Take() => _queue.Dequeue();

    /// <summary>Lets go of everything. The work that is under way ends by its own cancellation.</summary>
    public void Dispose() => _queue.Clear();

    private async Task<TResult> RunAsync(TItem item)
    {
        await _slots.WaitAsync(_cancellation).ConfigureAwait(false);
        try
        {
            return await _work(item).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }
}
