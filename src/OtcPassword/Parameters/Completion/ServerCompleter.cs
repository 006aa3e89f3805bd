using OtcPassword.Client.Servers;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the servers in the session's project, of the service that the cmdlet belongs to.</summary>
public abstract class ServerCompleter : ValueCompleter
{
    private static readonly CompletionCache<KnownServer> Ecs = new();
    private static readonly CompletionCache<KnownServer> Bms = new();

    private protected ServerCompleter()
    {
    }

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request)
    {
        // Search for the noun, because the module can be imported with a prefix.
        bool isBms = request.CommandName.IndexOf("BmsServer", StringComparison.OrdinalIgnoreCase) >= 0;
        IEnumerable<KnownServer> servers = isBms
            ? Bms.Get(request.Session, static (session, list, context) => ListAsync(ServerKind.Bms.ServiceOf(session.Client), list, context))
            : Ecs.Get(request.Session, static (session, list, context) => ListAsync(ServerKind.Ecs.ServiceOf(session.Client), list, context));
        return Candidates(request, servers.OrderBy(server => server.Name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the choices for the servers.</summary>
    private protected abstract IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers);

    private static async Task ListAsync(ServerService service, List<KnownServer> list, CallContext context)
    {
        ServerList servers = service.List(context);
        while (await servers.ReadPageAsync().ConfigureAwait(false) is { } page)
        {
            list.AddRange(page.Select(server => new KnownServer(
                server.Id,
                server.Name,
                string.Join(", ", new[] { $"{server.Name} ({server.Id})", server.Status, server.Address }.Where(text => text is not null)))));
        }
    }

    /// <summary>The cached properties of a server.</summary>
    private protected sealed record KnownServer(string Id, string Name, string Description);
}
