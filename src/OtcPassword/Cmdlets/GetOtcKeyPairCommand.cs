using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the key pairs of the user in the cloud.</summary>
[Cmdlet(VerbsCommon.Get, "OtcKeyPair")]
[OutputType(typeof(OtcKeyPair))]
public sealed class GetOtcKeyPairCommand : OtcCommand
{
    private IReadOnlyList<KeyPair>? _pairs;

    /// <summary>
    /// Gets or sets the names or wildcards of the key pairs. The default is all key pairs. For a server, password, or key file
    /// from the pipeline, it is the name of its key pair.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("KeyName", "KeyPairName")]
    [SupportsWildcards]
    [KeyPairName]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the session. The default is the default session.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name is { Length: 0 })
        {
            return;
        }

        OtcSession session = Session ?? Require(DefaultSession.Require);
        NameFilter filter = Require(() => new NameFilter(Name));
        _pairs ??= Await(() => new KeyPairService(session.Client).ListAsync(Context));
        foreach (KeyPair pair in _pairs)
        {
            if (filter.IndexOf(pair.Name) >= 0)
            {
                WriteObject(new OtcKeyPair(pair));
            }
        }

        // The cloud does not report the user of an access key.
        string owner = session.UserName is { } user ? $"user '{user}'" : $"the owner of access key {session.AccessKey}";
        foreach (string name in filter.Unmatched)
        {
            WriteError(
                new OtcException(
                    OtcError.KeyPairNotFound,
                    $"Cannot find a key pair named {SpecifiedText.Quote(name)} that belongs to {owner}.",
                    "Verify the name. The list contains only the key pairs of the signed-in user."),
                name);
        }
    }
}
