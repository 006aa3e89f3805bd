using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters.Completion;

/// <summary>
/// What the cloud answered last when the tab key asked it something. It is asked for two seconds at most, and not again
/// for a while: tab is pressed again and again while one and the same word is typed.
/// </summary>
/// <typeparam name="T">What there is a list of.</typeparam>
internal sealed class CompletionCache<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private Answer? _last;

    /// <summary>What a session has; what came in time if the cloud is slow.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="ask">Adds to the list until there is no more.</param>
    /// <exception cref="OtcException">The cloud gave no answer that is of use.</exception>
    public IReadOnlyCollection<T> Get(OtcSession? session, Func<OtcSession, List<T>, CallContext, Task> ask)
    {
        if (session is null)
        {
            return [];
        }

        if (Volatile.Read(ref _last) is { } last && last.Session.TryGetTarget(out OtcSession? asked)
            && asked == session && DateTime.UtcNow - last.Time < Freshness)
        {
            return last.Items;
        }

        var items = new List<T>();
        using var stop = new CancellationTokenSource(Patience);
        try
        {
            Task.Run(() => ask(session, items, new CallContext(stop.Token))).GetAwaiter().GetResult();
            Volatile.Write(ref _last, new Answer(new WeakReference<OtcSession>(session), DateTime.UtcNow, items));
        }
        catch (OperationCanceledException)
        {
            // Too slow: what came until now is better than nothing, but not worth remembering.
        }

        return items;
    }

    private sealed record Answer(WeakReference<OtcSession> Session, DateTime Time, IReadOnlyCollection<T> Items);
}
