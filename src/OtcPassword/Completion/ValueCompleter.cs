using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OtcPassword.Completion;

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
        var pattern = new WildcardPattern(WildcardPattern.Escape(typed) + "*", WildcardOptions.IgnoreCase);
        try
        {
            return Values(fakeBoundParameters).Where(pattern.IsMatch).Select(Result).ToList();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>The values there are.</summary>
    /// <param name="parameters">What is typed so far.</param>
    private protected abstract IEnumerable<string> Values(IDictionary parameters);

    private static CompletionResult Result(string value)
    {
        bool isBare = value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.');
        string text = isBare ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, value, CompletionResultType.ParameterValue, value);
    }
}
