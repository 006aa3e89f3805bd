using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes a parameter from a list of values. It never throws, and never blocks the prompt for long.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "Tab completion must never throw. If the values cannot be retrieved, none are offered.")]
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        try
        {
            return Candidates(new CompletionRequest(commandName, parameterName, fakeBoundParameters))
                .Where(candidate => candidate.StartsWith(typed))
                .Select(candidate => candidate.ToResult())
                .ToList();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>Returns the values in the order in which to offer them.</summary>
    /// <param name="request">The command line to complete.</param>
    private protected abstract IEnumerable<CompletionCandidate> Candidates(CompletionRequest request);
}
