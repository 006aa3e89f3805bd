using OtcPassword.Client.Sessions;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the regions of Open Telekom Cloud.</summary>
public sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        OtcRegion.Known.Select(name => new CompletionCandidate(name));
}
