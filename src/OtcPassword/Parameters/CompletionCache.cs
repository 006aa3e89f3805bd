using OtcPassword.Client;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters;

/// <summary>
/// Caches the last values that tab completion requested from the cloud, because Tab is often pressed several times for one
/// word. A request takes two seconds at most.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="request">Requests the values and adds them to the list.</param>
internal sealed class CompletionCache<T>(Func<OtcSession, List<T>, CallContext, Task> request)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private Entry? _last;

    /// <summary>Returns the values of a session: all of them, or those that arrived in time.</summary>
    /// <param name="session">The session, or null.</param>
    /// <exception cref="OtcException">The request failed.</exception>
    public IReadOnlyCollection<T> Get(OtcSession? session)
    {
        if (session is null)
        {
            return [];
        }

        if (Volatile.Read(ref _last) is { } last && last.Session.TryGetTarget(out OtcSession? owner)
            && owner == session && DateTime.UtcNow - last.Time < Lifetime)
        {
            return last.Items;
        }

        var items = new List<T>();
        using var stop = new CancellationTokenSource(Timeout);
        try
        {
            Task.Run(() => request(session, items, new CallContext(stop.Token))).GetAwaiter().GetResult();
            Volatile.Write(ref _last, new Entry(new WeakReference<OtcSession>(session), DateTime.UtcNow, items));
        }
        catch (OperationCanceledException)
        {
            // Too slow: the values that arrived are offered, but not cached.
        }

        return items;
    }

    private sealed record Entry(WeakReference<OtcSession> Session, DateTime Time, IReadOnlyCollection<T> Items);
}
