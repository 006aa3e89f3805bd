using System.Collections;
using System.Management.Automation;

namespace OtcPassword.Parameters.Completion;

/// <summary>What is typed so far.</summary>
/// <param name="commandName">The cmdlet.</param>
/// <param name="parameterName">The parameter whose value is wanted.</param>
/// <param name="parameters">The parameters that have a value already, as far as PowerShell can tell without running anything.</param>
internal sealed class CompletionRequest(string commandName, string parameterName, IDictionary parameters)
{
    /// <summary>The cmdlet, with the prefix that its module was imported with.</summary>
    public string CommandName => commandName;

    /// <summary>The session the cmdlet would work in; null if there is none.</summary>
    public OtcSession? Session => (Value("Session") ?? DefaultSession.Current) as OtcSession;

    /// <summary>The value of another parameter; null if it has none that is known.</summary>
    public object? Value(string name) => parameters[name] is PSObject wrapped ? wrapped.BaseObject : parameters[name];

    /// <summary>The name as the parameter takes it: a parameter called Name takes wildcards.</summary>
    public string Quote(string name) => parameterName == "Name" ? WildcardPattern.Escape(name) : name;
}
