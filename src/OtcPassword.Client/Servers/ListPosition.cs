namespace OtcPassword.Client.Servers;

/// <summary>The position of the next page in a server list, and its requested size.</summary>
internal sealed class ListPosition
{
    // Smaller pages after the gateway timed out. Each size is a multiple of the next one, so that the end of a large page is
    // also the end of a smaller page, and page numbers stay consistent.
    private static readonly int[] PageSizes = [500, 100, 20];

    private int _index;

    /// <summary>Gets the number of servers to request per page. The service can return fewer.</summary>
    public int PageSize => PageSizes[_index];

    /// <summary>Gets whether the next page can be smaller.</summary>
    public bool CanShrink => _index < PageSizes.Length - 1;

    /// <summary>Gets the number of servers before this position if each page had the requested size.</summary>
    public int Passed { get; private set; }

    /// <summary>Gets the number of pages before this position.</summary>
    public int Pages { get; private set; }

    /// <summary>Gets the ID of the last server before this position; null at the start of the list.</summary>
    public string? LastId { get; private set; }

    /// <summary>Reduces the size of the next pages.</summary>
    public void Shrink() => _index++;

    /// <summary>Moves to the position after a page.</summary>
    public void Advance(ServerPage page)
    {
        Passed += PageSize;
        Pages++;
        LastId = page.Servers.Count > 0 ? page.Servers[page.Servers.Count - 1].Id : LastId;
    }
}
