using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OtcPassword.Parameters.Completion;

/// <summary>Something the tab key may offer.</summary>
/// <param name="value">What is put into the command line, quoted where it must be.</param>
/// <param name="label">What is shown in a list of choices, and may be typed as well; default: the value.</param>
/// <param name="description">What is shown of the choice that is under the cursor; default: the label.</param>
internal sealed class CompletionCandidate(string value, string? label = null, string? description = null)
{
    private readonly string _label = label ?? value;

    /// <summary>True if this may be meant by what is typed so far. What has no name can't be.</summary>
    public bool StartsWith(string typed) => value.Length > 0
        && (value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || _label.StartsWith(typed, StringComparison.OrdinalIgnoreCase));

    /// <summary>The choice as PowerShell takes it.</summary>
    public CompletionResult ToResult()
    {
        bool isBare = value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && value[0] != '-';
        string text = isBare ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, _label, CompletionResultType.ParameterValue, description ?? _label);
    }
}
