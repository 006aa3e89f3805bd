using System.Collections.ObjectModel;
using System.Text.Json;

namespace OtcPassword.Client.Transport;

/// <summary>
/// A list in a response. Its entries are not null, and their number is limited, because a small response can require much
/// memory (64 MiB of <c>{},</c> would take gigabytes).
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
internal sealed class ResponseList<T> : Collection<T>
    where T : class
{
    // The services return at most 1,000 servers.
    private const int MaxEntries = 10_000;

    protected override void InsertItem(int index, T item)
    {
        if (item is null)
        {
            throw new JsonException("An entry of a list is null.");
        }

        if (Count == MaxEntries)
        {
            throw new JsonException("A list has too many entries.");
        }

        base.InsertItem(index, item);
    }
}
