using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Parameters.Completion;

/// <summary>The ids of servers, found by what is typed of the id or of the name.</summary>
public sealed class ServerIdCompleter : ServerCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers) =>
        servers.Select(server => new CompletionCandidate(server.Id, server.Name.Length > 0 ? server.Name : server.Id, server.Description));
}
