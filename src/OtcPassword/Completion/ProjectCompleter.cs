using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Pipeline;

namespace OtcPassword.Completion;

/// <summary>The projects that the user of the present session may work in.</summary>
public sealed class ProjectCompleter : ValueCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static Answer? _last;

    private protected override IEnumerable<string> Values(IDictionary parameters)
    {
        if (DefaultSession.Current is not { } session)
        {
            return [];
        }

        // Tab is pressed again and again while one and the same word is typed.
        if (Volatile.Read(ref _last) is { } last && last.Session.TryGetTarget(out OtcSession? asked)
            && asked == session && DateTime.UtcNow - last.Time < Freshness)
        {
            return last.Names;
        }

        using var stop = new CancellationTokenSource(Patience);
        IReadOnlyList<string> names =
            Task.Run(() => session.Client.ListProjectNamesAsync(new CallContext(stop.Token))).GetAwaiter().GetResult();
        Volatile.Write(ref _last, new Answer(new WeakReference<OtcSession>(session), DateTime.UtcNow, names));
        return names;
    }

    private sealed record Answer(WeakReference<OtcSession> Session, DateTime Time, IReadOnlyList<string> Names);
}
