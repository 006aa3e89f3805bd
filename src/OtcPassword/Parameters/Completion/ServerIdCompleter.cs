namespace OtcPassword.Parameters.Completion;

/// <summary>Completes server IDs from a typed ID or name.</summary>
public sealed class ServerIdCompleter : ServerCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers) =>
        servers.Select(server => new CompletionCandidate(server.Id, server.Name.Length > 0 ? server.Name : server.Id, server.Description));
}
