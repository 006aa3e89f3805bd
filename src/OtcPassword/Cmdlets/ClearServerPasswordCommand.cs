using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Clear-EcsServerPassword</c> and <c>Clear-BmsServerPassword</c>.</summary>
public abstract class ClearServerPasswordCommand : OtcCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";
    private protected const string ServerSet = "Server";

    private ServerInput? _input;
    private ServerRun<Server>? _run;

    /// <summary>
    /// Gets or sets the servers: names or wildcards, IDs, objects with an ID, servers of Get-EcsServer and Get-BmsServer, or
    /// passwords. Objects of the module work in the session in which they were retrieved. Servers of the other service are accepted
    /// to name the right cmdlet; their IDs would not be found.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ServerSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ServerReference]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public object[] Server { get; set; } = [];

    /// <summary>Gets or sets the IDs of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [Alias("Id", "InstanceId", "Uuid")]
    [ServerId]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerIdCompleter))]
    public string[]? ServerId { get; set; }

    /// <summary>Gets or sets the names or wildcards of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    [SpecifiedValue]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the session. The default is the session of the servers; otherwise, the default session.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <summary>Gets or sets the maximum number of concurrent requests per session.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    [SpecifiedValue]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Gets or sets whether the cmdlet returns the servers whose passwords were cleared.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Gets the kind of the servers.</summary>
    private protected abstract ServerKind Kind { get; }

    private protected override int? MaxRequests => ThrottleLimit;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _input = new ServerInput(this, Kind, Session);
        var flow = new ClearFlow(Kind, PassThru, ThrottleLimit, CreateContext, Context.Cancellation);
        _run = new ServerRun<Server>(this, flow, "Clearing stored passwords", Write);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _run!.AddAll(_input!, Server, ServerId, Name, Accept);

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    private CommandTarget? Accept(CommandTarget target)
    {
        CommandTarget? named = target.Name is null && IsUserAsked() ? FindName(target) : target;
        return named is not null && ShouldProcess(ReadableText.Clean(named.ToString()), "Permanently delete the encrypted password stored in the cloud")
            ? named
            : null;
    }

    private void Write(CommandTarget target, Server? server)
    {
        if (server is null)
        {
            WriteVerbose($"Cleared the stored password of server {target}.");
        }
        else
        {
            WriteObject(CloudServer.Create(server, target.Owner!));
        }
    }

    /// <summary>Returns true if -WhatIf or a confirmation prompt shows the server.</summary>
    private bool IsUserAsked() =>
        IsOn("WhatIf", () => LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference")))
        || IsOn("Confirm", () => GetVariableValue("ConfirmPreference")?.ToString() != nameof(ConfirmImpact.None));

    private bool IsOn(string name, Func<bool> preference) =>
        MyInvocation.BoundParameters.TryGetValue(name, out object? value) ? LanguagePrimitives.IsTrue(value) : preference();

    /// <summary>Requests the name of a server, because an ID tells the user little; null if that failed.</summary>
    private CommandTarget? FindName(CommandTarget target)
    {
        ServerService service = Require(() => Kind.ServiceOf(target.Session));
        return TryAwait(() => service.GetAsync(target.Id, Context), target.Given, out Server? server)
            ? target with { Name = server.Name, Server = server }
            : null;
    }
}
