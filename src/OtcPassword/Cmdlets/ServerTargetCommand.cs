using System.Collections.Concurrent;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Parameters;
using OtcPassword.Parameters.Completion;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>
/// The base class of the cmdlets that work on servers by ID, name, or object. It works on many servers concurrently, and
/// writes the results in the order of the input, each as early as possible.
/// </summary>
public abstract class ServerTargetCommand : SessionCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    // The default parameter set. Otherwise PowerShell would bind the Id property of a server, and the cmdlet would get it again.
    private protected const string ServerSet = "Server";

    private readonly ConcurrentDictionary<Session, CallContext> _contexts = new();
    private OrderedWork<ServerTarget, Action>? _work;
    private WorkProgress? _progress;

    /// <summary>Gets or sets the IDs of the servers.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceId", "Uuid")]
    [ServerId]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerIdCompleter))]
    public string[] ServerId { get; set; } = [];

    /// <summary>
    /// Gets or sets the servers, as Get-EcsServer and Get-BmsServer return them, or passwords. The session is that in which they
    /// were retrieved. Servers of the other service are accepted to name the right cmdlet; their IDs would not be found.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ServerSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SpecifiedValue]
    public ServerObject[] Server { get; set; } = [];

    /// <summary>Gets or sets the names or wildcards of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [SpecifiedValue]
    public string[] Name { get; set; } = [];

    /// <summary>Gets or sets the maximum number of concurrent requests per session.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    [SpecifiedValue]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Returns the service of the servers.</summary>
    private protected abstract ServerService ServiceOf(Session session);

    /// <summary>Gets the type of these servers: ECS or BMS.</summary>
    private protected abstract string ServerType { get; }

    /// <summary>Gets the activity that the progress bar shows.</summary>
    private protected abstract string Activity { get; }

    private protected override int? MaxRequests => ThrottleLimit;

    /// <summary>Returns the server to work on, or null if the user declines, or an error was reported.</summary>
    private protected virtual ServerTarget? Accept(ServerTarget target) => target;

    /// <summary>
    /// Works on one server, on the thread pool. Returns the action that writes the output on the pipeline thread.
    /// </summary>
    /// <exception cref="OtcException">A problem with this server.</exception>
    private protected abstract Task<Action> WorkAsync(ServerTarget target);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new OrderedWork<ServerTarget, Action>(ThrottleLimit, WorkAsync, Context.Cancellation);
        _progress = new WorkProgress(this, Activity);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!MyInvocation.ExpectingInput && ParameterSetName != NameSet)
        {
            _progress!.Announced = ParameterSetName == ServerSet ? Server.Length : ServerId.Length;
        }

        switch (ParameterSetName)
        {
            case ServerSet:
                AddServers();
                break;
            case NameSet:
                foreach (Server server in List(Require(() => ServiceOf(Connected.Client)), Name))
                {
                    Add(new ServerTarget(CloudServer.Create(server, Connected), server.Id, server.Name, server, Connected));
                }

                break;
            default:
                foreach (string id in ServerId)
                {
                    AddById(id);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _progress!.HaveAllArrived = true;
        while (_work!.Count > 0)
        {
            WriteOldest();
        }
    }

    /// <summary>Returns the context of the requests in a session, so that a slow or throttled session does not delay the others.</summary>
    private protected CallContext ContextOf(Session session) => _contexts.GetOrAdd(session, _ => CreateContext());

    /// <summary>Changes the number of servers that are done by 1 or -1.</summary>
    private protected void CountDone(int change) => _progress!.Done += change;

    /// <summary>Removes the progress bar.</summary>
    private protected void CompleteProgress() => _progress!.Complete();

    /// <summary>Waits for the work, and updates the progress bar.</summary>
    /// <param name="work">The work to wait for.</param>
    /// <param name="waitingFor">Returns the names of the servers that the cmdlet waits for; null while there is other work.</param>
    private protected void WaitWithProgress(Task work, Func<string>? waitingFor = null)
    {
        while (!WaitFor(work, WorkProgress.Interval))
        {
            _progress!.Show(waitingFor?.Invoke());
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _work?.Dispose();
        }
    }

    private void AddServers()
    {
        foreach (ServerObject given in Server)
        {
            AddObject(given);
        }

        if (Server.Length == 0)
        {
            Require<object>(() => throw new OtcException(
                OtcError.ConfigurationInvalid,
                "No server was specified.",
                $"Specify -ServerId or -Name, or pipe servers from Get-{Noun}."));
        }
    }

    // EcsServerPassword: EcsServer.
    private string Noun => MyInvocation.MyCommand.Name.Split('-')[1].Replace("Password", string.Empty);

    private void AddObject(ServerObject given)
    {
        string? type = (given as CloudServer)?.ServerType ?? (given as ServerPassword)?.ServerType;
        if (type is "ECS" or "BMS" && type != ServerType)
        {
            Reject(OtherService(given), IdOf(given));
            return;
        }

        OtcSession? session = Session ?? given.Session;
        switch (given)
        {
            case CloudServer server:
                Add(new ServerTarget(server, server.Id, server.Name, server.Server, session ?? Connected));
                break;
            case ServerPassword password:
                AddById(password.ServerId, password.ServerName, session);
                break;
        }
    }

    private OtcException OtherService(ServerObject given)
    {
        string command = MyInvocation.MyCommand.Name;
        (string what, string right) = ServerType == "ECS"
            ? ("a bare metal server (BMS)", command.Replace("Ecs", "Bms"))
            : ("a virtual server (ECS)", command.Replace("Bms", "Ecs"));
        string? name = (given as CloudServer)?.Name ?? (given as ServerPassword)?.ServerName;
        string server = ServerDescription.Of(name, IdOf(given)) ?? "this server";
        return new OtcException(
            OtcError.ConfigurationInvalid, $"Cannot use {command} for {server} because it is {what}.", $"Use {right}.");
    }

    // Stands in errors instead of the object, which can have a password in it.
    private static string? IdOf(ServerObject given) => (given as CloudServer)?.Id ?? (given as ServerPassword)?.ServerId;

    private void AddById(string? text, string? name = null, OtcSession? session = null)
    {
        try
        {
            string id = Client.Servers.ServerId.Require(text);
            Add(new ServerTarget(id, id, name, null, session ?? Connected));
        }
        catch (OtcException e)
        {
            Reject(e, text);
        }
    }

    private void Reject(OtcException exception, string? given)
    {
        WriteError(exception, given);
        _progress!.Arrived++;
        _progress.Done++;
    }

    private void Add(ServerTarget given)
    {
        _progress!.Arrived++;
        if (Accept(given) is not { } target)
        {
            _progress.Done++;
            return;
        }

        while (_work!.IsFull)
        {
            WriteOldest();
        }

        _work.Add(target);

        // With -ThrottleLimit 1, each result is written before the next server is read, so that the variable of
        // -PipelineVariable contains the server of the result.
        while (_work.Count > 0 && (ThrottleLimit == 1 || _work.Oldest.IsCompleted))
        {
            WriteOldest();
        }
    }

    private void WriteOldest()
    {
        KeyValuePair<ServerTarget, Task<Action>> oldest = _work!.Take();
        WaitWithProgress(oldest.Value);
        if (TryAwait(oldest.Value, oldest.Key.Given, out Action? write))
        {
            write();
        }

        _progress!.Done++;
        _progress.Show(null);
    }
}
