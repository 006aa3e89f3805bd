using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Parameters.Completion;

/// <summary>The projects that the user of the present session may work in.</summary>
public sealed class ProjectCompleter : ValueCompleter
{
    private static readonly SessionAnswer<string> Names = new();

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) => Names
        .Get(
            request.Session,
            static async (session, names, context) =>
                names.AddRange(await session.Client.ListProjectNamesAsync(context).ConfigureAwait(false)))
        .Select(name => new Candidate(name));
}
