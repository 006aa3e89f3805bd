using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Works on many items concurrently, and returns the results in the order of the items. One thread adds and takes items; the
/// work runs on the thread pool. The <see cref="CallContext"/> limits the concurrent requests; this class limits the number
/// of items in memory.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
public sealed class OrderedWork<TItem, TResult> : IDisposable
{
    // More items than requests, because a slow item must not leave request slots idle. Not many more, because the results
    // that wait for it use memory, and results are written only when the queue is full or the input has ended.
    private const int ItemsPerRequest = 4;
    private const int MinCapacity = 32;

    private readonly Func<TItem, Task<TResult>> _work;
    private readonly CancellationToken _cancellation;
    private readonly int _capacity;
    private readonly Queue<KeyValuePair<TItem, Task<TResult>>> _queue = new();
    private Task _begun = Task.CompletedTask;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxRequests">The maximum number of concurrent requests of the work; at least 1.</param>
    /// <param name="work">Works on an item. Later items start when it first waits.</param>
    /// <param name="cancellation">Prevents waiting items from starting.</param>
    public OrderedWork(int maxRequests, Func<TItem, Task<TResult>> work, CancellationToken cancellation)
    {
        _capacity = Math.Max(maxRequests * ItemsPerRequest, MinCapacity);
        _work = work;
        _cancellation = cancellation;
    }

    /// <summary>Gets the number of items, finished or not.</summary>
    public int Count => _queue.Count;

    /// <summary>Gets whether the oldest result should be taken before the next item is added.</summary>
    public bool IsFull => _queue.Count >= _capacity;

    /// <summary>Gets the work on the oldest item.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public Task<TResult> Oldest => _queue.Peek().Value;

    /// <summary>Adds an item, and starts the work on it.</summary>
    /// <param name="item">The item.</param>
    public void Add(TItem item)
    {
        // Items start one after another. If they started concurrently, later items could get all request slots before the
        // oldest item, which all results wait for.
        Task<Task<TResult>> begun = _begun.ContinueWith(
            _ => _work(item), _cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        _begun = begun;
        _queue.Enqueue(new KeyValuePair<TItem, Task<TResult>>(item, begun.Unwrap()));
    }

    /// <summary>Removes and returns the oldest item and its work.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public KeyValuePair<TItem, Task<TResult>> Take() => _queue.Dequeue();

    /// <summary>Removes all items. Their cancellation token ends the work in progress.</summary>
    public void Dispose() => _queue.Clear();
}
