using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Looks up servers by ID for one command in one session: a few with one request each, many from the pages of the list.
/// </summary>
/// <remarks>
/// How many IDs there will be and how large the project is cannot be known, so the number of pages follows the number of
/// IDs. An ID waits for a page that is being requested; if it is not in that page, it is requested singly, so that a
/// large project delays no server by more than one page. An exception is a page that has many of the waiting IDs: the
/// next one is probably as good.
/// </remarks>
internal sealed class ServerLookup(ServerService service, CallContext context)
{
    // Up to this number of IDs, single requests in parallel are the fastest way, and a list would save little.
    private const int SingleRequests = 16;

    // At most one page for this number of IDs: in the worst case, pages that help nobody add 1/16 to the requests.
    private const int IdsPerPage = 16;

    // A page that has a quarter of the waiting IDs makes it worth waiting for the next one.
    private const int GoodPageShare = 4;

    // Servers of pages whose IDs have not come yet are kept until they do, but not in any number.
    private const int MaxHeld = 10_000;

    private readonly object _gate = new();
    private readonly Dictionary<string, Server> _held = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskCompletionSource<Server?>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private IAsyncEnumerator<IReadOnlyList<Server>>? _pages;
    private int _ids;
    private int _pagesRead;
    private bool _isReading;
    private bool _hasEnded;

    /// <summary>Returns the server with an ID.</summary>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public async Task<Server> GetAsync(string serverId) =>
        await FindInListAsync(serverId).ConfigureAwait(false)
        ?? await service.GetAsync(serverId, context).ConfigureAwait(false);

    private Task<Server?> FindInListAsync(string id)
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
                return Task.FromResult<Server?>(null);
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
            IReadOnlyList<Server>? page = await ReadPageAsync().ConfigureAwait(false);
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

    /// <summary>Returns the next page, or null if there is none or it cannot be had: then single requests serve.</summary>
    private async Task<IReadOnlyList<Server>?> ReadPageAsync()
    {
        try
        {
            _pages ??= service.ListAsync(context).GetAsyncEnumerator();
            return await _pages.MoveNextAsync().ConfigureAwait(false) ? _pages.Current : null;
        }
        catch (OtcException e)
        {
            context.Trace($"Requesting each server singly because the servers could not be listed: {e.Message}");
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <returns>True if the page had many of the IDs that wait.</returns>
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
