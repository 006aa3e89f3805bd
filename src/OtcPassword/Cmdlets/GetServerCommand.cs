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

    /// <summary>Gets or sets the names or wildcards of the servers. The default is all servers.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [SpecifiedValue]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the IDs of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ServerId", "InstanceId", "Uuid")]
    [ServerId]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerIdCompleter))]
    public string[] Id { get; set; } = [];

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var input = new ServerInput(this, Kind, Session);
        if (ParameterSetName == NameSet)
        {
            foreach (Server server in input.Find(Name))
            {
                Write(server, input.Session);
            }

            return;
        }

        ServerService service = Require(() => Kind.ServiceOf(input.Session.Client));
        foreach (string id in Id)
        {
            if (TryAwait(() => service.GetAsync(id, Context), id, out Server? server))
            {
                Write(server, input.Session);
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
