using System;
using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Client.Servers;

/// <summary>Watches the pages of one list go by, with memory for one page only.</summary>
internal sealed class PageSequence
{
    private HashSet<string> _previous = new(StringComparer.Ordinal);
    private string? _checkpoint;

    /// <summary>True if the list goes in a circle.</summary>
    /// <remarks>
    /// Brent's algorithm: the first id of page 1, 2, 4, 8 … is compared with that of each page after it, which finds a
    /// circle of any length.
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
    /// The page's servers without those of the page before: a server made meanwhile moves the others down, where pages
    /// are counted by number.
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
