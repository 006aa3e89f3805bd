using System;
using System.Collections.Generic;
using System.Threading;

namespace OtcPassword.Emulator.Model;

/// <summary>The servers of a project, newest first. A change replaces the arrays, so that readers need no lock.</summary>
internal sealed class ProjectServers
{
    private readonly Lock _lock = new();
    private Server[] _all = [];
    private Server[] _bareMetal = [];

    public Server[] All => Volatile.Read(ref _all);

    public Server[] BareMetal => Volatile.Read(ref _bareMetal);

    public void Add(IReadOnlyCollection<Server> servers)
    {
        lock (_lock)
        {
            Set([.. _all, .. servers]);
        }
    }

    public void Remove(Server server)
    {
        lock (_lock)
        {
            Set(Array.FindAll(_all, s => s != server));
        }
    }

    /// <summary>Returns the index of the first server after <paramref name="marker"/>.</summary>
    public static int IndexAfter(Server[] all, Server marker)
    {
        int index = Array.BinarySearch(all, marker, NewestFirst.Instance);
        return index < 0 ? ~index : index + 1;
    }

    private void Set(Server[] servers)
    {
        Array.Sort(servers, NewestFirst.Instance);
        Volatile.Write(ref _bareMetal, Array.FindAll(servers, s => s.Entry.BareMetal));
        Volatile.Write(ref _all, servers);
    }
}
