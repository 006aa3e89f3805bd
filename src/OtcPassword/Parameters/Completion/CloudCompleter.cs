using System.Management.Automation;
using OtcPassword.Client.Configuration;

namespace OtcPassword.Parameters.Completion;

/// <summary>Completes the names of the clouds in clouds.yaml: in the file of -CloudsFile or, by default, in the locations of OpenStack's tools.</summary>
public sealed class CloudCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        Find(request.Value("CloudsFile") as string).ListNames().Select(name => new CompletionCandidate(name));

    private static CloudsFiles Find(string? given)
    {
        // A completer does not receive the session state, and only the runspace knows PowerShell's current folder.
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(
            "param($path) if ($path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) } else { $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath }",
            useLocalScope: true).AddArgument(given);
        string path = shell.Invoke<string>().First();
        return given is null ? CloudsFiles.Find(Environment.GetEnvironmentVariable, path) : CloudsFiles.At(path);
    }
}
