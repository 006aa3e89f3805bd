using System.Net;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>The servers of a project, read page by page, newest first, each server once. Read one page at a time.</summary>
public sealed class ServerList
{
    // More than any project has. A longer list is endless.
    private const int MaxServers = 1_000_000;

    // Smaller pages after the gateway timed out. Each size is a multiple of the next one, so that the end of a large page is
    // also the end of a smaller page, and page numbers stay consistent.
    private static readonly int[] PageSizes = [500, 100, 20];

    private readonly ServerService _service;
    private readonly CallContext _context;
    private readonly string _filter;
    private readonly HashSet<string> _firstIds = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _seen = [];
    private int _sizeIndex;
    private int _passed;
    private string? _lastId;
    private bool _hasEnded;

    internal ServerList(ServerService service, string? name, CallContext context)
    {
        _service = service;
        _filter = NameFilter(name);
        _context = context;
    }

    private int PageSize => PageSizes[_sizeIndex];

    private bool CanShrink => _sizeIndex < PageSizes.Length - 1;

    /// <summary>Reads the next page; null after the last one. A server that was in an earlier page is left out.</summary>
    /// <exception cref="OtcException">PermissionDenied, UnexpectedResponse, NetworkFailure …</exception>
    public async Task<IReadOnlyList<Server>?> ReadPageAsync()
    {
        while (!_hasEnded)
        {
            (ApiRequest request, ApiResponse response) = await GetPageAsync().ConfigureAwait(false);
            ServerListResponse page = response.Read(request, new ServerListResponse());
            List<Server> servers = Decode(page) ?? throw response.Unexpected(request, "A server in the list has a missing or invalid ID.");
            _passed += PageSize;
            if (_passed > MaxServers)
            {
                throw response.Unexpected(request, $"The list exceeds the maximum of {MaxServers} servers.");
            }

            if (servers.Count > 0 && !_firstIds.Add(servers[0].Id))
            {
                throw response.Unexpected(request, "The list contains the same page more than once.");
            }

            _lastId = servers.LastOrDefault()?.Id ?? _lastId;
            _hasEnded = !_service.HasNext(PageSize, servers.Count, page.Links?.Any(link => link.Rel == "next") == true);
            servers.RemoveAll(IsSeen);
            if (servers.Count > 0)
            {
                return servers;
            }
        }

        return null;
    }

    private List<Server>? Decode(ServerListResponse page)
    {
        var servers = new List<Server>(page.Servers?.Count ?? 0);
        foreach (ServerBody body in page.Servers ?? [])
        {
            if (ServerDecoder.Decode(body, _service.Kind) is not { } server)
            {
                return null;
            }

            servers.Add(server with { IsListEntry = true });
        }

        return servers;
    }

    // With page numbers, a server that is created during the listing moves the others to later pages. As a Guid, an ID takes
    // a sixth of the memory. IDs of another form are not those of real servers.
    private bool IsSeen(Server server) => Guid.TryParse(server.Id, out Guid id) && !_seen.Add(id);

    /// <summary>Gets the response with the next page. If the gateway times out, requests a smaller page.</summary>
    private async Task<(ApiRequest Request, ApiResponse Response)> GetPageAsync()
    {
        while (true)
        {
            ApiRequest request = _service.PageRequest(
                _service.PageQuery(PageSize, _passed, _lastId) + _filter, isGatewayTimeoutFinal: CanShrink);
            try
            {
                return (request, await _service.SendAsync(request, _context).ConfigureAwait(false));
            }
            catch (OtcException e) when (e.StatusCode == (int)HttpStatusCode.GatewayTimeout && CanShrink)
            {
                _sizeIndex++;
                _context.Trace($"The gateway timed out. Requesting {PageSize} servers per page instead.");
            }
        }
    }

    /// <summary>
    /// Returns <c>&amp;name=</c> with the longest part of a name that all services interpret in the same way, or an empty string.
    /// Nova interprets the value as a regular expression or as a part of the name, depending on its database. A dot is safe,
    /// because as a regular expression it only matches more names.
    /// </summary>
    private static string NameFilter(string? name)
    {
        if (name is null)
        {
            return string.Empty;
        }

        var parts = new List<string> { string.Empty };
        foreach (char c in name)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.')
            {
                parts[parts.Count - 1] += c;
            }
            else
            {
                parts.Add(string.Empty);
            }
        }

        string longest = parts.OrderByDescending(part => part.Length).First();
        return longest.Length == 0 ? string.Empty : $"&name={longest}";
    }
}
