namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the names of the projects that the user of the default session has access to.</summary>
public sealed class ProjectCompleter : ValueCompleter
{
    private static readonly CompletionCache<string> Names = new();

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) => Names
        .Get(
            request.Session,
            static async (session, names, context) =>
                names.AddRange(await session.Client.ListProjectNamesAsync(context).ConfigureAwait(false)))
        .Select(name => new CompletionCandidate(name));
}
