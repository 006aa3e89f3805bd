using System.Collections.ObjectModel;
using System.Text.Json;

namespace OtcPassword.Client.Transport.Json;

/// <summary>
/// A list of an answer: none of its entries is missing, and there are not so many that a small answer takes up a large
/// memory (64 MiB of <c>{},</c> would take gigabytes).
/// </summary>
/// <typeparam name="T">The entries' type.</typeparam>
internal sealed class ResponseList<T> : Collection<T>
    where T : class
{
    // The services give 1,000 servers at most.
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
