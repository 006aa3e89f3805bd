namespace OtcPassword.Client.Servers;

/// <summary>Where in a server list the next page begins, and how many servers it is asked to have.</summary>
internal sealed class ListPosition
{
    // Fewer at a time after the gateway timed out. Each number is a multiple of the next: where a large page ends, a
    // small one ends too, so that pages which are counted by number stay in step.
    private static readonly int[] PageSizes = [500, 100, 20];

    private int _index;

    /// <summary>Gets how many servers are asked for with one request. The service may give fewer.</summary>
    public int PageSize => PageSizes[_index];

    /// <summary>Gets whether the next page can be smaller.</summary>
    public bool CanShrink => _index < PageSizes.Length - 1;

    /// <summary>Gets the number of servers before this place, if each page had as many as it was asked for.</summary>
    public int Passed { get; private set; }

    /// <summary>Gets the number of pages before this place.</summary>
    public int Pages { get; private set; }

    /// <summary>Gets the ID of the last server before this place; null at the start of the list.</summary>
    public string? LastId { get; private set; }

    /// <summary>Asks for fewer servers from now on.</summary>
    public void Shrink() => _index++;

    /// <summary>Goes to the place after a page.</summary>
    public void Advance(ServerPage page)
    {
        Passed += PageSize;
        Pages++;
        LastId = page.Servers.Count > 0 ? page.Servers[page.Servers.Count - 1].Id : LastId;
    }
}
