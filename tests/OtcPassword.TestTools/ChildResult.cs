namespace OtcPassword.TestTools;

/// <summary>The exit code and the output of a child process.</summary>
/// <param name="command">The program and its arguments, for messages.</param>
/// <param name="exitCode">The exit code.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
public sealed class ChildResult(string command, int exitCode, string output, string error)
{
    /// <summary>Gets the exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Gets the standard output.</summary>
    public string Output { get; } = output;

    /// <summary>Gets the standard error.</summary>
    public string Error { get; } = error;

    /// <summary>Returns the standard output of a process that succeeded.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0. The message has both outputs.</exception>
    public string RequireSuccess() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"'{command}' ended with exit code {ExitCode}.\n{Output}{Error}");
}
