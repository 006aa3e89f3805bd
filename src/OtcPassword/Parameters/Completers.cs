using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters;

/// <summary>Completes the regions of T Cloud Public.</summary>
public sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        OtcRegion.Known.Select(name => new CompletionCandidate(name));
}

/// <summary>Completes the usual names of OpenID Connect protocols: that of T Cloud Public, and that of Keystone's guide.</summary>
public sealed class ProtocolCompleter : ValueCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        [new CompletionCandidate(IdTokenCredential.DefaultProtocol), new CompletionCandidate("openid")];
}

/// <summary>Completes the clouds of clouds.yaml: of -CloudsFile or, by default, in the locations of OpenStack's tools.</summary>
public sealed class CloudCompleter : ValueCompleter
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request)
    {
        // A completer does not receive the session state, and only the runspace knows PowerShell's current folder.
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var paths = shell.AddScript("$ExecutionContext.SessionState.Path", useLocalScope: true).Invoke<PathIntrinsics>().First();
        string? named = request.Value("CloudsFile") is string given ? FilePaths.Resolve(paths, given, OtcError.ConfigurationInvalid) : null;
        string? folder = FilePaths.CurrentFolder(paths);
        var names = Task.Run(() =>
            (named is null ? CloudsFiles.Find(Environment.GetEnvironmentVariable, folder) : CloudsFiles.At(named)).ListNames());
        return names.Wait(Timeout) ? names.Result.Select(name => new CompletionCandidate(name)) : [];
    }
}

/// <summary>Completes the names of the projects that the user of the default session has access to.</summary>
public sealed class ProjectCompleter : ValueCompleter
{
    private static readonly CompletionCache<string> Names = new(static async (session, names, context) =>
        names.AddRange(await session.Client.ListProjectNamesAsync(context).ConfigureAwait(false)));

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        Names.Get(request.Session).Select(name => new CompletionCandidate(name));
}

/// <summary>Completes the key pair names of the session's user.</summary>
public sealed class KeyPairCompleter : ValueCompleter
{
    private static readonly CompletionCache<KeyPair> KeyPairs = new(static async (session, pairs, context) =>
        pairs.AddRange(await new KeyPairService(session.Client).ListAsync(context).ConfigureAwait(false)));

    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) =>
        KeyPairs.Get(request.Session).OrderBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .Select(pair => new CompletionCandidate(request.Quote(pair.Name), pair.Name, $"{pair.Name}, {pair.Fingerprint}"));
}

/// <summary>Completes the servers in the session's project, of the service that the cmdlet belongs to.</summary>
public abstract class ServerCompleter : ValueCompleter
{
    private static readonly CompletionCache<KnownServer> Ecs = new((session, list, call) => ListAsync(session, ServerKind.Ecs, list, call));
    private static readonly CompletionCache<KnownServer> Bms = new((session, list, call) => ListAsync(session, ServerKind.Bms, list, call));

    private protected ServerCompleter()
    {
    }

    // Search for the noun, because the module can be imported with a prefix.
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request) => Candidates(
        request,
        (request.CommandName.IndexOf("BmsServer", StringComparison.OrdinalIgnoreCase) >= 0 ? Bms : Ecs)
            .Get(request.Session).OrderBy(server => server.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Returns the choices for the servers.</summary>
    private protected abstract IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers);

    private static async Task ListAsync(OtcSession session, ServerKind kind, List<KnownServer> list, CallContext context)
    {
        ServerList servers = kind.ServiceOf(session.Client).List(context);
        while (await servers.ReadPageAsync().ConfigureAwait(false) is { } page)
        {
            list.AddRange(page.Select(server => new KnownServer(server.Id, server.Name, string.Join(
                ", ", new[] { $"{server.Name} ({server.Id})", server.Status, server.Address }.Where(text => text is not null)))));
        }
    }

    /// <summary>The cached properties of a server.</summary>
    private protected sealed record KnownServer(string Id, string Name, string Description);
}

/// <summary>Completes server IDs from a typed ID or name.</summary>
public sealed class ServerIdCompleter : ServerCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers) =>
        servers.Select(server => new CompletionCandidate(server.Id, server.Name.Length > 0 ? server.Name : server.Id, server.Description));
}

/// <summary>Completes server names, and offers each name once.</summary>
public sealed class ServerNameCompleter : ServerCompleter
{
    private protected override IEnumerable<CompletionCandidate> Candidates(CompletionRequest request, IEnumerable<KnownServer> servers) =>
        servers.Where(server => server.Name.Length > 0).GroupBy(server => server.Name, StringComparer.OrdinalIgnoreCase).Select(same =>
            new CompletionCandidate(request.Quote(same.Key), same.Key, string.Join("; ", same.Select(server => server.Description))));
}
