using System.Management.Automation;
using System.Management.Automation.Language;

namespace OtcPassword.Parameters.Completion;

/// <summary>A value that tab completion can offer.</summary>
/// <param name="value">The text to insert, which is quoted if necessary.</param>
/// <param name="label">The text in the list of choices, which the user can also type. The default is the value.</param>
/// <param name="description">The tooltip of the choice. The default is the label.</param>
internal sealed class CompletionCandidate(string value, string? label = null, string? description = null)
{
    private readonly string _label = label ?? value;

    /// <summary>Returns true if the value or label starts with the typed text; false if the value is empty.</summary>
    public bool StartsWith(string typed) => value.Length > 0
        && (value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || _label.StartsWith(typed, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the choice in PowerShell's form.</summary>
    public CompletionResult ToResult()
    {
        bool isBare = value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && value[0] != '-';
        string text = isBare ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, _label, CompletionResultType.ParameterValue, description ?? _label);
    }
}
