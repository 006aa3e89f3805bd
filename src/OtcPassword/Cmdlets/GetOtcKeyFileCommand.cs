using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>Shows which private keys are in local files. It needs no session, but names the key pairs if there is one.</summary>
[Cmdlet(VerbsCommon.Get, "OtcKeyFile")]
[OutputType(typeof(KeyFile))]
public sealed class GetOtcKeyFileCommand : OtcCommand
{
    private KeyPairNames? _keyPairs;
    private bool _isAnyRead;
    private bool _isAnyEncrypted;

    /// <summary>
    /// Files: paths, wildcards or folders. Default: the places that OTC_KEY_PATH lists, <c>~/.ssh</c> and
    /// <c>~/Downloads</c>, as for -Decrypt without -KeyFile.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    [KeyFilePath]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The passphrase of key files that are protected by one.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>The session whose user's key pairs are compared; default: the connected one, if there is one.</summary>
    [Parameter]
    [ValidateNotNull]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if ((Session ?? DefaultSession.Current) is { } session)
        {
            _keyPairs = new KeyPairNames(session.Client, Context);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Path is null)
        {
            WriteAll(KeyFileSearch.Find(WriteVerbose));
            return;
        }

        foreach (string path in Path)
        {
            try
            {
                WriteAll(KeyFileResolver.Resolve(SessionState.Path, [path]));
            }
            catch (OtcException e)
            {
                WriteError(e, path);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (KeyPassphrase is { Length: > 0 } && _isAnyRead && !_isAnyEncrypted)
        {
            WriteWarning("-KeyPassphrase is given, but none of the key files is protected by a passphrase.");
        }
    }

    private void WriteAll(IReadOnlyList<KeyFileSource> files)
    {
        foreach (KeyFileSource file in files)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            try
            {
                Write(file);
            }
            catch (OtcException e)
            {
                Report(file, e);
            }
        }
    }

    private void Write(KeyFileSource source)
    {
        using var file = PrivateKeyFile.Read(source.Path);
        foreach (StoredKey key in file.Entries)
        {
            _isAnyRead = true;
            _isAnyEncrypted |= key.IsEncrypted;
            if (key.IsEncrypted)
            {
                TryOpen(source, key);
            }

            WriteObject(new KeyFile(source.Path, key, FindKeyPair(key.PublicKey)));
        }
    }

    private string? FindKeyPair(RsaPublicKey? publicKey)
    {
        if (_keyPairs is null || publicKey is null)
        {
            return null;
        }

        Task<string?> name = Task.Run(() => _keyPairs.FindAsync(publicKey));
        WaitFor(name);
        if (name.Exception?.InnerException is OtcException e)
        {
            // The content of the files is worth showing all the same.
            WriteWarning($"Cannot determine the KeyPairName values because the key pairs could not be listed. {e.Message}");
            _keyPairs = null;
            return null;
        }

        return Await(() => name);
    }

    // What stands in the file in the clear is shown whether or not the passphrase opens the rest.
    private void TryOpen(KeyFileSource source, StoredKey key)
    {
        if (KeyPassphrase is not { Length: > 0 })
        {
            WriteVerbose($"'{source.Path}' is protected by a passphrase; give it with -KeyPassphrase to see all about the key.");
            return;
        }

        try
        {
            key.Open(KeyPassphrase).Dispose();
        }
        catch (OtcException e)
        {
            Report(source, e);
        }
    }

    private void Report(KeyFileSource source, OtcException problem)
    {
        if (source.IsExplicit)
        {
            WriteError(problem, source.Path);
        }
        else
        {
            WriteVerbose(problem.Message);
        }
    }
}
