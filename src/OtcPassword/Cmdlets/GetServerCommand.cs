using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Parameters;
using OtcPassword.Parameters.Completion;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Get-EcsServer</c> and <c>Get-BmsServer</c>.</summary>
public abstract class GetServerCommand : SessionCommand
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

    /// <summary>Returns the service of the servers.</summary>
    private protected abstract ServerService ServiceOf(Session session);

    // Lists can omit the operating system.
    private int _unknown;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ServerService service = Require(() => ServiceOf(Connected.Client));
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                WriteById(service, id);
            }
        }
        else
        {
            foreach (Server server in List(service, Name))
            {
                Write(server);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_unknown > 0)
        {
            string servers = _unknown == 1 ? "1 server" : $"{_unknown} servers";
            WriteWarning($"-OsType skipped {servers} because the service does not report the operating system.");
        }
    }

    private void WriteById(ServerService service, string id)
    {
        Task<Server> request = Task.Run(() => service.GetAsync(id, Context));
        if (TryAwait(request, id, out Server? server))
        {
            Write(server);
        }
    }

    private void Write(Server server)
    {
        if (OsType is not null && server.OsType is null)
        {
            _unknown++;
            return;
        }

        if (OsType is null || string.Equals(OsType, server.OsType, StringComparison.OrdinalIgnoreCase))
        {
            WriteObject(CloudServer.Create(server, Connected));
        }
    }
}
