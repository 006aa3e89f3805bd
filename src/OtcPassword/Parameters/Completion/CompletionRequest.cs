using System.Collections;
using System.Management.Automation;

namespace OtcPassword.Parameters.Completion;

/// <summary>The command line to complete.</summary>
/// <param name="commandName">The cmdlet.</param>
/// <param name="parameterName">The parameter whose value is completed.</param>
/// <param name="parameters">The parameters that already have a value, as far as PowerShell can evaluate them without running code.</param>
internal sealed class CompletionRequest(string commandName, string parameterName, IDictionary parameters)
{
    /// <summary>Gets the name of the cmdlet, with the prefix that the module was imported with.</summary>
    public string CommandName => commandName;

    /// <summary>Gets the session of the cmdlet; null if there is none.</summary>
    public OtcSession? Session => (Value("Session") ?? DefaultSession.Current) as OtcSession;

    /// <summary>Returns the value of another parameter, or null.</summary>
    public object? Value(string name) => parameters[name] is PSObject wrapped ? wrapped.BaseObject : parameters[name];

    /// <summary>Returns the name in the form that the parameter requires: escaped for a parameter Name, which accepts wildcards.</summary>
    public string Quote(string name) => parameterName == "Name" ? WildcardPattern.Escape(name) : name;
}
