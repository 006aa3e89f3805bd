using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Gets servers by ID for one command in one session: a few with one request each, many from the pages of the list.
/// </summary>
/// <remarks>
/// The number of IDs and the size of the project are not known in advance, so the number of pages depends on the number of
/// IDs. An ID waits for the page that is in progress. If the page does not contain it, it is requested singly, so that a
/// large project delays each server by at most one page. After a page that contains many of the waiting IDs, the others wait
/// for the next page, which is probably as useful.
/// </remarks>
internal sealed class ServerLookup(ServerService service, CallContext context)
{
    // Up to this number of IDs, concurrent single requests are the fastest, and a list would save few requests.
    private const int SingleRequests = 16;

    // At most one page for this number of IDs: in the worst case, pages without any of the IDs add 1/16 to the requests.
    private const int IdsPerPage = 16;

    // If a page contains a quarter of the waiting IDs, the others wait for the next page.
    private const int GoodPageShare = 4;

    // The maximum number of servers that are held until their IDs arrive.
    private const int MaxHeld = 10_000;

    private readonly object _gate = new();
    private readonly ServerList _list = service.List(context);
    private readonly Dictionary<string, Server> _held = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskCompletionSource<Server?>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private int _ids;
    private int _pagesRead;
    private bool _isReading;
    private bool _hasEnded;

    /// <summary>Returns the server with an ID.</summary>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public Task<Server> GetAsync(string serverId) => FindInListAsync(serverId) is { } listed
        ? GetAsync(serverId, listed)
        : service.GetAsync(serverId, context);

    private async Task<Server> GetAsync(string serverId, Task<Server?> listed) =>
        await listed.ConfigureAwait(false) ?? await service.GetAsync(serverId, context).ConfigureAwait(false);

    /// <summary>Returns the server from the list; null if it is not worth to list the servers for it.</summary>
    private Task<Server?>? FindInListAsync(string id)
    {
        lock (_gate)
        {
            _ids++;
            if (_held.TryGetValue(id, out Server? server))
            {
                _held.Remove(id);
                return Task.FromResult<Server?>(server);
            }

            if (_ids <= SingleRequests || !(_isReading || CanReadPage))
            {
                return null;
            }

            if (!_waiting.TryGetValue(id, out TaskCompletionSource<Server?>? waiting))
            {
                _waiting.Add(id, waiting = new TaskCompletionSource<Server?>(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            if (!_isReading)
            {
                _isReading = true;
                _ = Task.Run(ReadPagesAsync);
            }

            return waiting.Task;
        }
    }

    private bool CanReadPage => !_hasEnded && _pagesRead < _ids / IdsPerPage && _held.Count < MaxHeld;

    private async Task ReadPagesAsync()
    {
        bool goesOn = true;
        while (goesOn)
        {
            IReadOnlyList<Server>? page = await TryReadPageAsync().ConfigureAwait(false);
            lock (_gate)
            {
                _pagesRead++;
                _hasEnded = page is null;
                bool isGood = HandOut(page ?? []);
                goesOn = CanReadPage;
                _isReading = goesOn;
                if (!goesOn || !isGood)
                {
                    LetGo();
                }
            }
        }
    }

    /// <summary>Returns the next page, or null to use single requests: after the last page, or if the request failed.</summary>
    private async Task<IReadOnlyList<Server>?> TryReadPageAsync()
    {
        try
        {
            return await _list.ReadPageAsync().ConfigureAwait(false);
        }
        catch (OtcException e)
        {
            context.Trace($"Requesting each server singly because the servers could not be listed. {e.Message}");
            return null;
        }
        catch (Exception e)
        {
            // Any failure, because the IDs that wait for this page would otherwise wait forever.
            context.Trace($"Requesting each server singly because the list ended with {e.GetType().Name}.");
            return null;
        }
    }

    /// <returns>true if the page contained many of the waiting IDs; otherwise, false.</returns>
    private bool HandOut(IReadOnlyList<Server> page)
    {
        int waited = _waiting.Count;
        foreach (Server server in page)
        {
            if (_waiting.TryGetValue(server.Id, out TaskCompletionSource<Server?>? waiting))
            {
                _waiting.Remove(server.Id);
                waiting.SetResult(server);
            }
            else
            {
                _held[server.Id] = server;
            }
        }

        return (waited - _waiting.Count) * GoodPageShare >= waited;
    }

    private void LetGo()
    {
        foreach (TaskCompletionSource<Server?> waiting in _waiting.Values)
        {
            waiting.SetResult(null);
        }

        _waiting.Clear();
    }
}
