namespace OtcPassword.Parameters.Completion;

/// <summary>Completes server names, and offers each name once.</summary>
public sealed class ServerNameCompleter : ServerCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers) => servers
        .Where(server => server.Name.Length > 0)
        .GroupBy(server => server.Name, StringComparer.OrdinalIgnoreCase)
        .Select(same => new CompletionCandidate(request.Quote(same.Key), same.Key, string.Join("; ", same.Select(server => server.Description))));
}
