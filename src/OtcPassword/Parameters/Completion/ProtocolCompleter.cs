using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the usual names of OpenID Connect protocols: that of Open Telekom Cloud, and that of Keystone's guide.</summary>
public sealed class ProtocolCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        [new CompletionCandidate(IdTokenCredential.DefaultProtocol), new CompletionCandidate("openid")];
}
