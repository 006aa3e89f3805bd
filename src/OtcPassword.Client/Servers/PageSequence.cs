namespace OtcPassword.Client.Servers;

/// <summary>Detects repeated pages and servers in a list, with memory for only one page.</summary>
internal sealed class PageSequence
{
    private HashSet<string> _previous = new(StringComparer.Ordinal);
    private string? _checkpoint;

    /// <summary>Returns true if the list repeats itself.</summary>
    /// <remarks>
    /// Brent's algorithm: compares the first ID of page 1, 2, 4, 8 … with the first ID of each later page, which detects a cycle
    /// of any length.
    /// </remarks>
    public bool IsRepeated(ServerPage page)
    {
        if (page.Servers.Count == 0)
        {
            return false;
        }

        string first = page.Servers[0].Id;
        if (first == _checkpoint)
        {
            return true;
        }

        if ((page.Number & (page.Number - 1)) == 0)
        {
            _checkpoint = first;
        }

        return false;
    }

    /// <summary>
    /// Returns the servers of a page that were not in the previous page. With page numbers, a server that is created during the
    /// listing moves the others to later pages.
    /// </summary>
    public IReadOnlyList<Server> TakeUnseen(ServerPage page)
    {
        HashSet<string> previous = _previous;
        _previous = new HashSet<string>(page.Servers.Select(server => server.Id), StringComparer.Ordinal);
        return previous.Overlaps(_previous)
            ? page.Servers.Where(server => !previous.Contains(server.Id)).ToList()
            : page.Servers;
    }
}
