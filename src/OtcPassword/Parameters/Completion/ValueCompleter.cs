using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes a parameter from a list of known values. Never fails and never makes the prompt wait long.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "A completion that cannot be had is none; the prompt must live on.")]
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

    /// <summary>The values there are, in the order in which they are offered.</summary>
    /// <param name="request">What is typed so far.</param>
    private protected abstract IEnumerable<CompletionCandidate> Candidates(CompletionRequest request);
}
