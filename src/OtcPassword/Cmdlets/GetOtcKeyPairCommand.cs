using System.Collections.Generic;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;
using OtcPassword.Parameters.Completion;

namespace OtcPassword.Cmdlets;

/// <summary>Lists the key pairs that the user has registered in the cloud.</summary>
[Cmdlet(VerbsCommon.Get, "OtcKeyPair")]
[OutputType(typeof(OtcKeyPair))]
public sealed class GetOtcKeyPairCommand : SessionCommand
{
    private IReadOnlyList<KeyPair>? _pairs;

    /// <summary>
    /// Names or wildcards of the key pairs; default: all. Of a server, a password or a key file it is the key pair.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("KeyName", "KeyPairName")]
    [SupportsWildcards]
    [KeyPairName]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name is { Length: 0 })
        {
            return;
        }

        _pairs ??= Await(() => new KeyPairService(Connected.Client).ListAsync(Context));
        var filter = new NameFilter(Name);
        foreach (KeyPair pair in _pairs)
        {
            if (filter.IndexOf(pair.Name) >= 0)
            {
                WriteObject(new OtcKeyPair(pair));
            }
        }

        foreach (string name in filter.Unmatched)
        {
            WriteError(
                new OtcException(
                    OtcError.KeyPairNotFound,
                    $"User '{Connected.UserName}' has no key pair named '{name}'.",
                    "Check the name. Key pairs belong to one user: another user's are not in the list."),
                name);
        }
    }
}
