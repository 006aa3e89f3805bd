using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Works on many items, and gives the results back in the order of the items. For one thread to add and take; the work
/// itself runs on the thread pool. How many requests it may make at the same time is the <see cref="CallContext"/>'s
/// business; this bounds how many items are held in memory.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
public sealed class OrderedWork<TItem, TResult> : IDisposable
{
    // A slow item must not leave the others idle, and results that wait behind it must not pile up without end. Not many
    // more, either: the sooner it is full, the sooner results leave while servers still come in.
    private const int ItemsPerRequest = 4;
    private const int MinCapacity = 32;

    private readonly Func<TItem, Task<TResult>> _work;
    private readonly CancellationToken _cancellation;
    private readonly int _capacity;
    private readonly Queue<KeyValuePair<TItem, Task<TResult>>> _queue = new();
    private Task _begun = Task.CompletedTask;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="maxRequests">How many requests the work can make at the same time; at least 1.</param>
    /// <param name="work">What to do with an item. Until it first waits for something, it holds up the later ones.</param>
    /// <param name="cancellation">Keeps waiting items from being started.</param>
    public OrderedWork(int maxRequests, Func<TItem, Task<TResult>> work, CancellationToken cancellation)
    {
        _capacity = Math.Max(maxRequests * ItemsPerRequest, MinCapacity);
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

    /// <summary>Adds an item, and has the work on it begun.</summary>
    /// <param name="item">The item.</param>
    public void Add(TItem item)
    {
        // One begins after the other. Begun side by side, the oldest could be overtaken by all that are held before its
        // first request gets its turn, and all results wait for the oldest.
        Task<Task<TResult>> begun = _begun.ContinueWith(
            _ => _work(item), _cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        _begun = begun;
        _queue.Enqueue(new KeyValuePair<TItem, Task<TResult>>(item, begun.Unwrap()));
    }

    /// <summary>Removes the oldest item, with its work.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public KeyValuePair<TItem, Task<TResult>> Take() => _queue.Dequeue();

    /// <summary>Lets go of everything. The work that is under way ends by its own cancellation.</summary>
    public void Dispose() => _queue.Clear();
}
