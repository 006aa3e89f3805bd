namespace OtcPassword.Emulator.Model;

/// <summary>The servers of a project, newest first. A change replaces the arrays, so that readers need no lock.</summary>
internal sealed class ProjectServers
{
    // The order of Nova's lists.
    private static readonly Comparer<Server> NewestFirst =
        Comparer<Server>.Create((x, y) => (y.Created, y.Number).CompareTo((x.Created, x.Number)));

    private readonly Lock _lock = new();

    public Server[] All { get; private set; } = [];
    public Server[] BareMetal { get; private set; } = [];

    public void Add(IEnumerable<Server> servers) => Change(all => [.. all, .. servers]);

    public void Remove(Server server) => Change(all => Array.FindAll(all, s => s != server));

    /// <summary>Returns the index of the first server after <paramref name="marker"/>.</summary>
    public static int IndexAfter(Server[] all, Server marker)
    {
        int index = Array.BinarySearch(all, marker, NewestFirst);
        return index < 0 ? ~index : index + 1;
    }

    private void Change(Func<Server[], Server[]> change)
    {
        lock (_lock)
        {
            Server[] servers = change(All);
            Array.Sort(servers, NewestFirst);
            (All, BareMetal) = (servers, Array.FindAll(servers, s => s.Entry.BareMetal));
        }
    }
}
