using OtcPassword.Client.Servers;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the key pair names of the session's user.</summary>
public sealed class KeyPairCompleter : ValueCompleter
{
    private static readonly CompletionCache<KeyPair> KeyPairs = new();

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) => KeyPairs
        .Get(
            request.Session,
            static async (session, pairs, context) =>
                pairs.AddRange(await new KeyPairService(session.Client).ListAsync(context).ConfigureAwait(false)))
        .OrderBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
        .Select(pair => new CompletionCandidate(request.Quote(pair.Name), pair.Name, $"{pair.Name}, {pair.Fingerprint}"));
}
