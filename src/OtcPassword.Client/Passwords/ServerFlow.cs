using System.Runtime.ExceptionServices;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Passwords;

/// <summary>A server that goes into a flow.</summary>
/// <param name="Session">The session of the server.</param>
/// <param name="Id">The ID of the server.</param>
/// <param name="Name">The name of the server, or null if it is unknown.</param>
/// <param name="Server">The server, as its service describes it; null if only the ID is known.</param>
public record ServerTarget(Session Session, string Id, string? Name = null, Server? Server = null)
{
    /// <summary>Returns "web01 (ID)", or the ID if the name is unknown.</summary>
    public sealed override string ToString() => Name is null ? Id : $"{Name} ({Id})";
}

/// <summary>What came out of a flow for one server: a result or an error.</summary>
/// <typeparam name="TResult">The type of the results.</typeparam>
/// <param name="Target">The server.</param>
/// <param name="Result">The result; null if there is an error.</param>
/// <param name="Error">The problem with this server, or null.</param>
public sealed record ServerOutcome<TResult>(ServerTarget Target, TResult? Result, OtcException? Error)
    where TResult : class;

/// <summary>
/// Works on many servers at the same time: servers go in, and their outcomes come out as they are due: in the order of the
/// input, then those that were waited for as they come, and those that timed out at the end, in the order of the input. One
/// thread adds servers and takes outcomes; the work runs on the thread pool. The rate limiters of the sessions limit the
/// concurrent requests; the flow limits the number of servers in memory.
/// </summary>
/// <typeparam name="TResult">The type of the results.</typeparam>
public abstract class ServerFlow<TResult>
    where TResult : class
{
    // More servers than requests, because a slow server must not leave request slots idle. Not many more, because the
    // outcomes that wait for it use memory, and outcomes are taken only when the flow is full or the input has ended.
    private const int ServersPerRequest = 4;
    private const int MinCapacity = 32;

    private readonly object _gate = new();
    private readonly CancellationToken _cancellation;
    private readonly int _throttleLimit;
    private readonly Queue<Entry> _inOrder = new();
    private readonly SortedDictionary<int, Entry> _waiting = [];
    private readonly SortedDictionary<int, ServerOutcome<TResult>> _timedOut = [];
    private readonly Queue<ServerOutcome<TResult>> _due = new();
    private TaskCompletionSource<bool> _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private Task _started = Task.CompletedTask;
    private bool _isComplete;

    private protected ServerFlow(int throttleLimit, CancellationToken cancellation)
    {
        _throttleLimit = throttleLimit;
        _cancellation = cancellation;
    }

    /// <summary>Gets the number of servers that were added.</summary>
    public int Added { get; private set; }

    /// <summary>Gets the number of servers whose outcome was taken.</summary>
    public int Done { get; private set; }

    /// <summary>Gets whether an outcome should be taken before the next server is added.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                // With one request at a time, each server leaves before the next one comes.
                return _due.Count > 0 || _failure is not null || (_throttleLimit == 1 && Added > Done)
                    || _inOrder.Count >= Math.Max(_throttleLimit * ServersPerRequest, MinCapacity);
            }
        }
    }

    /// <summary>Gets the servers that the flow waits for, in the order of the input.</summary>
    public IReadOnlyList<ServerTarget> Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Values.Select(entry => entry.Target).ToList();
            }
        }
    }

    /// <summary>Adds a server, and starts the work on it.</summary>
    /// <param name="target">The server.</param>
    public void Add(ServerTarget target)
    {
        Entry entry = Enqueue(target, null);

        // Servers start one after another. If they started concurrently, later servers could get all request slots before the
        // oldest one, which all outcomes wait for.
        _started = _started.ContinueWith(_ => { _ = RunAsync(entry); }, TaskScheduler.Default);
    }

    /// <summary>Adds a server that cannot be worked on, so that its error comes out in the order of the input.</summary>
    /// <param name="target">The server.</param>
    /// <param name="error">The error.</param>
    public void Add(ServerTarget target, OtcException error) => Enqueue(target, new ServerOutcome<TResult>(target, null, error));

    /// <summary>States that no more servers are added.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Advance();
        }
    }

    /// <summary>Takes the next outcome as soon as one is due; null if no server is left.</summary>
    /// <exception cref="OperationCanceledException">The work was canceled.</exception>
    public async Task<ServerOutcome<TResult>?> TakeAsync()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_failure is not null)
                {
                    ExceptionDispatchInfo.Capture(_failure).Throw();
                }

                if (_due.Count > 0)
                {
                    Done++;
                    return _due.Dequeue();
                }

                if (_inOrder.Count == 0 && _waiting.Count == 0)
                {
                    return null;
                }

                changed = _changed.Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    /// <summary>Works on one server.</summary>
    /// <param name="target">The server.</param>
    /// <param name="startWaiting">
    /// To call before a long wait, with the server if it is known: the outcomes of later servers then do not wait for this one.
    /// </param>
    /// <exception cref="OtcException">A problem with this server.</exception>
    private protected abstract Task<TResult?> WorkAsync(ServerTarget target, Action<Server?> startWaiting);

    /// <summary>Returns true if the result comes out at the end, because the time to wait was over.</summary>
    private protected virtual bool IsTimedOut(TResult? result) => false;

    private Entry Enqueue(ServerTarget target, ServerOutcome<TResult>? outcome)
    {
        lock (_gate)
        {
            var entry = new Entry(target, Added++) { Outcome = outcome };
            _inOrder.Enqueue(entry);
            Advance();
            return entry;
        }
    }

    // Never fails, so that no exception is left unobserved if the command ends before the outcome is taken.
    private async Task RunAsync(Entry entry)
    {
        ServerOutcome<TResult>? outcome = null;
        Exception? failure = null;
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            outcome = new ServerOutcome<TResult>(
                entry.Target, await WorkAsync(entry.Target, server => StartWaiting(entry, server)).ConfigureAwait(false), null);
        }
        catch (OtcException e)
        {
            outcome = new ServerOutcome<TResult>(entry.Target, null, e);
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (_gate)
        {
            _failure ??= failure;
            entry.Outcome = outcome;
            _waiting.Remove(entry.Index);
            if (entry.HasLeft && outcome is not null)
            {
                Release(entry.Index, outcome);
            }

            Advance();
        }
    }

    private void StartWaiting(Entry entry, Server? server)
    {
        lock (_gate)
        {
            entry.Target = server is null ? entry.Target : entry.Target with { Name = server.Name, Server = server };
            entry.IsAwaited = true;
            _waiting.Add(entry.Index, entry);
            Advance();
        }
    }

    /// <summary>Finds the outcomes that are due now. Called with the lock after each change.</summary>
    private void Advance()
    {
        while (_inOrder.Count > 0 && (_inOrder.Peek().Outcome is not null || _inOrder.Peek().IsAwaited))
        {
            Entry entry = _inOrder.Dequeue();
            entry.HasLeft = true;
            if (entry.Outcome is not null)
            {
                Release(entry.Index, entry.Outcome);
            }
        }

        if (_inOrder.Count == 0 && _waiting.Count == 0 && (_isComplete || _throttleLimit == 1))
        {
            foreach (ServerOutcome<TResult> outcome in _timedOut.Values)
            {
                _due.Enqueue(outcome);
            }

            _timedOut.Clear();
        }

        _changed.TrySetResult(true);
        _changed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Release(int index, ServerOutcome<TResult> outcome)
    {
        if (outcome.Error is null && IsTimedOut(outcome.Result))
        {
            _timedOut.Add(index, outcome);
        }
        else
        {
            _due.Enqueue(outcome);
        }
    }

    private sealed class Entry(ServerTarget target, int index)
    {
        public ServerTarget Target { get; set; } = target;

        public int Index { get; } = index;

        public ServerOutcome<TResult>? Outcome { get; set; }

        /// <summary>Gets or sets whether the work waits for long.</summary>
        public bool IsAwaited { get; set; }

        /// <summary>Gets or sets whether the turn of the server in the order of the input is over.</summary>
        public bool HasLeft { get; set; }
    }
}
