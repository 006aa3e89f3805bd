using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Gets passwords: what <c>Get-EcsServerPassword</c> and <c>Get-BmsServerPassword</c> share.</summary>
public abstract class GetServerPasswordCommand : SessionCommand
{
    private protected const string IdSet = "Id";
    private protected const string ServerSet = "Server";
    private protected const string NameSet = "Name";

    private readonly Dictionary<Session, PasswordRetriever> _retrievers = [];
    private OrderedWork<Job, PasswordResult>? _work;
    private KeyRing? _keys;
    private PasswordDecryptor? _decryptor;

    /// <summary>Ids of the servers.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceId", "Uuid")]
    [AllowEmptyString]
    public string[] ServerId { get; set; } = [];

    /// <summary>Names or wildcards of the servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Decrypts the passwords with the files of <see cref="KeyFile"/>.</summary>
    [Parameter]
    public SwitchParameter Decrypt { get; set; }

    /// <summary>Private key files: paths, wildcards or folders. Implies <see cref="Decrypt"/>.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? KeyFile { get; set; }

    /// <summary>The passphrase of key files that are protected by one.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>The account the password is for, where Cloudbase-Init was told another than Administrator.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string UserName { get; set; } = "Administrator";

    /// <summary>Puts the password in the clear into the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>How many requests may be under way at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>The service whose servers these are.</summary>
    private protected abstract ServerKind Kind { get; }

    /// <summary>The servers that were given as objects.</summary>
    private protected abstract IEnumerable<CloudServer> Servers { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        OpenKeys();
        _work = new OrderedWork<Job, PasswordResult>(
            ThrottleLimit, job => job.Retriever.GetAsync(job.Wanted), Context.Cancellation);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ServerSet:
                foreach (CloudServer server in Servers)
                {
                    Add(server.Id, server, server.Server, Session ?? server.Session);
                }

                break;
            case NameSet:
                foreach (Server server in List(Require(() => Connected.Client.Service(Kind)), Name))
                {
                    Add(server.Id, server.Name, server, Connected);
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
        while (_work!.Count > 0)
        {
            WriteOldest();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _work?.Dispose();
            _keys?.Dispose();
        }
    }

    private void OpenKeys()
    {
        if (KeyFile is not null)
        {
            _keys = Require(() => KeyRing.Open(KeyFileResolver.Resolve(SessionState.Path, KeyFile), KeyPassphrase));
            if (_keys.PassphraseUnused)
            {
                WriteWarning("-KeyPassphrase is given, but none of the key files is protected by a passphrase.");
            }

            _decryptor = new PasswordDecryptor(_keys);
        }
        else if (Decrypt)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                new OtcException(
                    OtcError.KeyFileNotFound,
                    "-Decrypt is given without -KeyFile.",
                    "Name the private key file with -KeyFile."),
                null));
        }
    }

    private void AddById(string text)
    {
        try
        {
            Add(Client.Servers.ServerId.Require(text), text, null, Connected);
        }
        catch (OtcException e)
        {
            WriteError(e, text);
        }
    }

    private void Add(string id, object target, Server? server, OtcSession session)
    {
        while (_work!.IsFull)
        {
            WriteOldest();
        }

        _work.Add(new Job(target, new PasswordTarget(id, server), RetrieverOf(session.Client)));
        while (_work.Count > 0 && _work.Oldest.IsCompleted)
        {
            WriteOldest();
        }
    }

    private PasswordRetriever RetrieverOf(Session session)
    {
        if (!_retrievers.TryGetValue(session, out PasswordRetriever? retriever))
        {
            retriever = Require(() => new PasswordRetriever(session, Kind, _decryptor, Context));
            _retrievers.Add(session, retriever);
        }

        return retriever;
    }

    private void WriteOldest()
    {
        KeyValuePair<Job, Task<PasswordResult>> oldest = _work!.Take();
        if (TryAwait(oldest.Value, oldest.Key.Target, out PasswordResult? result))
        {
            Write(result);
        }
    }

    private void Write(PasswordResult result)
    {
        if (result.Status == PasswordStatus.NotAvailable)
        {
            WriteWarning($"Server {result.Server.Name} ({result.Server.Id}) {MissingPassword.Explain(result.Server)}");
        }

        WriteObject(new ServerPassword(result, UserName, AsPlainText));
    }

    /// <summary>A server on its way: what the user gave, what is asked for, and whom to ask.</summary>
    private sealed record Job(object Target, PasswordTarget Wanted, PasswordRetriever Retriever);
}
