using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Sessions;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Get-EcsServerPassword</c> and <c>Get-BmsServerPassword</c>.</summary>
public abstract class GetServerPasswordCommand : ServerTargetCommand
{
    private readonly ConcurrentDictionary<Session, PasswordRetriever> _retrievers = new();
    private readonly PendingPasswords _waits = new();
    private readonly SortedDictionary<int, Action> _timedOut = [];
    private readonly OutdatedPasswords _outdated = new();
    private int _waitCount;
    private KeyRing? _keys;
    private PasswordDecryptor? _decryptor;
    private PasswordWaitOptions? _waitOptions;

    /// <summary>
    /// Decrypts the passwords: with the keys of <see cref="KeyFile"/> and <see cref="PrivateKey"/>, or else with the private
    /// keys in the variable OTC_PRIVATE_KEY, in the places that OTC_KEY_PATH lists, in <c>~/.ssh</c> and in <c>~/Downloads</c>.
    /// </summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter Decrypt { get; set; }

    /// <summary>Gets or sets the private key files: paths, wildcards, or folders. Implies <see cref="Decrypt"/>.</summary>
    [Parameter]
    [SupportsWildcards]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string[]? KeyFile { get; set; }

    /// <summary>
    /// The text of one or more private keys, in place of key files, or in addition to them. A plain string is taken too.
    /// Implies <see cref="Decrypt"/>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [SecretText]
    public SecureString? PrivateKey { get; set; }

    /// <summary>The passphrase of private keys that are protected by one.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretText]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>Gets or sets the user name of the credential. The default is the one in the server's metadata, or Administrator.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? UserName { get; set; }

    /// <summary>Gets or sets whether the output includes the password as plain text.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Gets or sets whether the cmdlet waits for passwords that are not stored yet.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter Wait { get; set; }

    /// <summary>Gets or sets the maximum number of seconds to wait, from the start of the cmdlet.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    [SpecifiedValue]
    public int TimeoutSec { get; set; } = 900;

    /// <summary>Gets or sets the seconds between two requests for the same server. The default depends on the server's age.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    [SpecifiedValue]
    public int PollIntervalSec { get; set; }

    private protected override string Activity => "Getting server passwords";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        OpenKeys();
        WarnIfUseless(nameof(TimeoutSec), Wait, "-Wait");
        WarnIfUseless(nameof(PollIntervalSec), Wait, "-Wait");
        if (Wait)
        {
            TimeSpan? interval = PollIntervalSec > 0 ? TimeSpan.FromSeconds(PollIntervalSec) : null;
            _waitOptions = new PasswordWaitOptions(TimeSpan.FromSeconds(TimeoutSec), interval);
        }
    }

    private protected override async Task<Action> WorkAsync(ServerTarget target)
    {
        PasswordRetriever retriever = _retrievers.GetOrAdd(
            target.Session.Client, session => new PasswordRetriever(session, ServiceOf(session).Kind, _decryptor, ContextOf(session)));
        PasswordResult result = await (target.Server is null ? retriever.GetAsync(target.Id) : retriever.GetAsync(target.Server)).ConfigureAwait(false);
        return _waitOptions is not null && result.Status == PasswordStatus.NotAvailable && MissingPassword.CanBeWaitedFor(result.Server)
            ? () => StartWaiting(target, retriever, result)
            : () => Write(target, result);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        WaitForAll();
        CompleteProgress();
        _outdated.Warn(WriteWarning);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _keys?.Dispose();
        }
    }

    private void OpenKeys()
    {
        bool isKeyGiven = KeyFile is not null || PrivateKey is not null;
        bool isDeclined = MyInvocation.BoundParameters.ContainsKey(nameof(Decrypt)) && !Decrypt;
        if (isDeclined || (!isKeyGiven && !Decrypt))
        {
            WarnOfUnused(isDeclined ? " because -Decrypt:$false leaves the passwords encrypted." : " without -Decrypt, -KeyFile, or -PrivateKey.");
            return;
        }

        _keys = Require(() => CommandKeys.Open(this, KeyFile, PrivateKey, KeyPassphrase));
        _decryptor = new PasswordDecryptor(_keys, Context.Trace);
    }

    private void WarnOfUnused(string reason)
    {
        string[] unused = [.. new[] { nameof(KeyFile), nameof(PrivateKey), nameof(KeyPassphrase) }.Where(MyInvocation.BoundParameters.ContainsKey)];
        foreach (string name in AsPlainText ? [.. unused, nameof(AsPlainText)] : unused)
        {
            WriteWarning($"-{name} has no effect{reason}");
        }
    }

    private void StartWaiting(ServerTarget target, PasswordRetriever retriever, PasswordResult first)
    {
        CountDone(-1);
        int order = _waitCount++;
        Task<PasswordResult> waiting = Task.Run(() => retriever.WaitAsync(first.Server, _waitOptions!));
        _waits.Add(first.Server.Name, waiting.ContinueWith(
            task => Post(() => WriteAwaited(target, order, task)), TaskScheduler.Default));
        if (ThrottleLimit == 1)
        {
            // The result leaves before the next server is read, as without -Wait.
            WaitForAll();
        }
    }

    private void WriteAwaited(ServerTarget target, int order, Task<PasswordResult> task)
    {
        if (TryAwait(task, target.Given, out PasswordResult? result))
        {
            if (result.Status == PasswordStatus.NotAvailable)
            {
                // Written at the end, because all waits time out together, and the errors are in the order of the input.
                _timedOut.Add(order, () => WriteTimedOut(target, result));
            }
            else
            {
                Write(target, result);
            }
        }

        CountDone(1);
    }

    private void WriteTimedOut(ServerTarget target, PasswordResult result)
    {
        WriteError(MissingPassword.TimedOut(result.Server, _waitOptions!), target.Given);
        WriteObject(new ServerPassword(result, UserName, AsPlainText) { Session = target.Session }.ForOutput());
    }

    private void WaitForAll()
    {
        WaitWithProgress(_waits.All, _waits.Describe);
        foreach (Action write in _timedOut.Values)
        {
            write();
        }

        _timedOut.Clear();
    }

    private void WarnIfUseless(string parameter, bool isUseful, string condition)
    {
        if (!isUseful && MyInvocation.BoundParameters.ContainsKey(parameter))
        {
            WriteWarning($"-{parameter} has no effect without {condition}.");
        }
    }

    private void Write(ServerTarget target, PasswordResult result)
    {
        if (result.Status == PasswordStatus.NotAvailable)
        {
            WriteWarning($"Server {result.Server.Name} ({result.Server.Id}) {MissingPassword.Explain(result.Server)}");
        }

        if (result.MayBeOutdated)
        {
            _outdated.Add(result.Server.Name);
        }

        WriteObject(new ServerPassword(result, UserName, AsPlainText) { Session = target.Session }.ForOutput());
    }
}
