using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Get-EcsServer</c> and <c>Get-BmsServer</c>.</summary>
public abstract class GetServerCommand : OtcCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    /// <summary>
    /// Gets or sets the servers: names or wildcards, IDs, or objects with an ID. The default is all servers.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [ServerReference]
    public object[]? Name { get; set; }

    /// <summary>Gets or sets the IDs of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [Alias("ServerId", "InstanceId", "Uuid")]
    [ServerId]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Gets or sets the operating system of the servers to return.</summary>
    [Parameter]
    [ValidateSet("Windows", "Linux")]
    [SpecifiedValue]
    public string? OsType { get; set; }

    /// <summary>Gets or sets the session. The default is the default session.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <summary>Gets the kind of the servers.</summary>
    private protected abstract ServerKind Kind { get; }

    // Lists can omit the operating system.
    private int _unknown;
    private ServerInput? _input;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _input ??= new ServerInput(this, Kind, Session);
        if (Name is null && Id is null)
        {
            foreach (Server server in _input.Find(null))
            {
                Write(server, _input.Session);
            }

            return;
        }

        foreach (CommandTarget target in _input.Read(Name ?? [], Id, null))
        {
            if (target.Error is not null)
            {
                WriteError(target.Error, target.Given);
            }
            // A server object is requested again, for its current state.
            else if (target.Server is { } known && Array.IndexOf(Name ?? [], target.Given) < 0)
            {
                Write(known, target.Owner!);
            }
            else if (TryAwait(() => Kind.ServiceOf(target.Session).GetAsync(target.Id, Context), target.Given, out Server? server))
            {
                Write(server, target.Owner!);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_unknown > 0)
        {
            string servers = _unknown == 1 ? "1 server" : $"{_unknown} servers";
            WriteWarning($"-OsType skipped {servers} because the service does not report the operating system.");
        }
    }

    private void Write(Server server, OtcSession session)
    {
        if (OsType is not null && server.OsType is null)
        {
            _unknown++;
            return;
        }

        if (OsType is null || string.Equals(OsType, server.OsType, StringComparison.OrdinalIgnoreCase))
        {
            WriteObject(CloudServer.Create(server, session));
        }
    }
}
