using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using OtcPassword.Client.Configuration;

namespace OtcPassword.Parameters.Completion;

/// <summary>The clouds in clouds.yaml: in the one that -CloudsFile names, else where OpenStack's tools look for it.</summary>
public sealed class CloudCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        Find(request.Value("CloudsFile") as string).ListNames().Select(name => new CompletionCandidate(name));

    private static CloudsFiles Find(string? given)
    {
        // A completer is handed no session state; PowerShell's current folder is known to its own runspace only.
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(
            "param($path) if ($path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) } else { $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath }",
            useLocalScope: true).AddArgument(given);
        string path = shell.Invoke<string>().First();
        return given is null ? CloudsFiles.Find(Environment.GetEnvironmentVariable, path) : CloudsFiles.At(path);
    }
}
