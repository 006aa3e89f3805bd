using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Language;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>Completes a parameter from a list of values. It never throws, and never blocks the prompt for long.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "Tab completion must never throw. It offers nothing instead.")]
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
    private protected abstract IEnumerable<CompletionCandidate> Candidates(CompletionRequest request);
}

/// <summary>The command line to complete.</summary>
/// <param name="CommandName">The cmdlet, with the prefix that the module was imported with.</param>
/// <param name="ParameterName">The parameter whose value is completed.</param>
/// <param name="Parameters">The parameters that already have a value, as far as PowerShell can evaluate them without running code.</param>
internal sealed record CompletionRequest(string CommandName, string ParameterName, IDictionary Parameters)
{
    /// <summary>Gets the session of the cmdlet; null if there is none.</summary>
    public OtcSession? Session => (Value("Session") ?? DefaultSession.Current) as OtcSession;

    /// <summary>Returns the value of another parameter, or null.</summary>
    public object? Value(string name) => Parameters[name] is PSObject wrapped ? wrapped.BaseObject : Parameters[name];

    /// <summary>Returns the name in the form that the parameter requires: escaped for a parameter Name, which accepts wildcards.</summary>
    public string Quote(string name) => ParameterName is "Name" or "Server" ? WildcardPattern.Escape(name) : name;
}

/// <summary>A value that tab completion can offer.</summary>
/// <param name="value">The text to insert, which is quoted if necessary.</param>
/// <param name="label">The text in the list of choices, which the user can also type. The default is the value.</param>
/// <param name="description">The tooltip of the choice. The default is the label.</param>
internal sealed class CompletionCandidate(string value, string? label = null, string? description = null)
{
    private readonly string _label = ReadableText.Clean(label ?? value);

    /// <summary>Returns true if the value or label starts with the typed text, and the value is safe to show on the command line.</summary>
    public bool StartsWith(string typed) => value.Length > 0 && ReadableText.Clean(value) == value
        && (value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || _label.StartsWith(typed, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the choice in PowerShell's form.</summary>
    public CompletionResult ToResult()
    {
        bool isBare = value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && value[0] != '-';
        string text = isBare ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, _label, CompletionResultType.ParameterValue, ReadableText.Clean(description ?? _label));
    }
}
