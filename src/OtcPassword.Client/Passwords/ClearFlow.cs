using System.Collections.Concurrent;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>Deletes the stored passwords of servers. The result is the server, or null if it was not asked for.</summary>
/// <param name="kind">The kind of the servers.</param>
/// <param name="returnServers">true to return the servers, for which those that are known only by ID are requested.</param>
/// <param name="throttleLimit">The maximum number of concurrent requests per session.</param>
/// <param name="createContext">Creates the context of the requests in one session.</param>
/// <param name="cancellation">Cancels the work.</param>
public sealed class ClearFlow(
    ServerKind kind, bool returnServers, int throttleLimit, Func<CallContext> createContext, CancellationToken cancellation)
    : ServerFlow<Server>(throttleLimit, cancellation)
{
    private readonly ConcurrentDictionary<Session, CallContext> _contexts = new();

    private protected override async Task<Server?> WorkAsync(ServerTarget target, Action<Server?> startWaiting)
    {
        ServerService service = kind.ServiceOf(target.Session);
        CallContext context = _contexts.GetOrAdd(target.Session, _ => createContext());
        await service.ClearPasswordAsync(target.Id, context, target.Name).ConfigureAwait(false);
        return returnServers ? target.Server ?? await service.GetAsync(target.Id, context).ConfigureAwait(false) : null;
    }
}
