using System.Management.Automation;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Get-EcsServerPassword</c> and <c>Get-BmsServerPassword</c>.</summary>
public abstract class GetServerPasswordCommand : KeyCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";
    private protected const string ServerSet = "Server";

    private readonly ClosingWarnings _warnings = new();
    private PasswordFlow? _flow;
    private ServerInput? _input;
    private ServerRun<PasswordResult>? _run;
    private PasswordDeadline? _deadline;

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

    /// <summary>Gets or sets whether the passwords are decrypted. -KeyFile and -PrivateKey imply it.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter Decrypt { get; set; }

    /// <summary>Gets or sets the user name of the credential. The default is the one in the server's metadata, or Administrator.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? UserName { get; set; }

    /// <summary>Gets or sets whether the cmdlet waits for passwords that are not stored yet.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// Gets or sets the maximum number of seconds to wait, from the start of the cmdlet. The default is 900, and 2700 for bare metal
    /// servers, which boot for half an hour.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    [SpecifiedValue]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Gets or sets the seconds between two requests for the same server. The default depends on the server's age.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    [SpecifiedValue]
    public int PollIntervalSec { get; set; }

    /// <summary>Gets the kind of the servers.</summary>
    private protected abstract ServerKind Kind { get; }

    private protected override int? MaxRequests => ThrottleLimit;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        PasswordDecryptor? decryptor = MustDecrypt() ? OpenKeys(Context.Trace) : null;
        WarnIfUseless(nameof(TimeoutSec));
        WarnIfUseless(nameof(PollIntervalSec));
        _deadline = Wait
            ? new PasswordDeadline(TimeSpan.FromSeconds(TimeoutSec), PollIntervalSec > 0 ? TimeSpan.FromSeconds(PollIntervalSec) : null)
            : null;
        _input = new ServerInput(this, Kind, Session);
        _flow = new PasswordFlow(Kind, decryptor, _deadline, ThrottleLimit, CreateContext, Context.Cancellation);
        _run = new ServerRun<PasswordResult>(this, _flow, "Getting server passwords", Write) { Deadline = _deadline };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _run!.AddAll(_input!, Server, ServerId, Name);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _run!.Complete();
        _warnings.Write(WriteWarning, isSingle: _flow!.Added == 1);
    }

    private bool MustDecrypt()
    {
        bool isDeclined = MyInvocation.BoundParameters.ContainsKey(nameof(Decrypt)) && !Decrypt;
        if (!isDeclined && (Decrypt || KeyFile is not null || PrivateKey is not null))
        {
            return true;
        }

        string reason = isDeclined
            ? " because -Decrypt:$false leaves the passwords encrypted."
            : " without -Decrypt, -KeyFile, or -PrivateKey.";
        string[] keys = [nameof(KeyFile), nameof(PrivateKey), nameof(KeyPassphrase)];
        string[] unused = [.. keys.Where(MyInvocation.BoundParameters.ContainsKey)];
        foreach (string name in AsPlainText ? [.. unused, nameof(AsPlainText)] : unused)
        {
            WriteWarning($"-{name} has no effect{reason}");
        }

        return false;
    }

    private void WarnIfUseless(string parameter)
    {
        if (!Wait && MyInvocation.BoundParameters.ContainsKey(parameter))
        {
            WriteWarning($"-{parameter} has no effect without -Wait.");
        }
    }

    private void Write(CommandTarget target, PasswordResult? outcome)
    {
        PasswordResult result = outcome!;
        if (result.IsTimedOut)
        {
            WriteError(MissingPassword.TimedOut(result.Server, _deadline!), target.Given);
        }

        _warnings.Add(result);
        WriteObject(new ServerPassword(result, UserName, AsPlainText) { Session = target.Owner }.ForOutput());
    }
}
