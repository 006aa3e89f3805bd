using System.Collections.Generic;

namespace OtcPassword.Emulator.Model;

/// <summary>Compares servers in the order of Nova's lists.</summary>
internal sealed class NewestFirst : IComparer<Server>
{
    public static NewestFirst Instance { get; } = new();

    public int Compare(Server? x, Server? y)
    {
        int byTime = y!.Created.CompareTo(x!.Created);
        return byTime != 0 ? byTime : y.Number.CompareTo(x.Number);
    }
}
