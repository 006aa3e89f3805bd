using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the private keys in local files. With a session, it also gets the names of their key pairs.</summary>
[Cmdlet(VerbsCommon.Get, "OtcKeyFile")]
[OutputType(typeof(KeyFile))]
public sealed class GetOtcKeyFileCommand : OtcCommand
{
    private KeyPairNames? _keyPairs;
    private bool _isAnyRead;
    private bool _isAnyEncrypted;
    private bool _isAnyProblem;

    /// <summary>
    /// Gets or sets the key files: paths, wildcards, or folders. The default locations are those of -Decrypt without
    /// -KeyFile: OTC_KEY_PATH, <c>~/.ssh</c>, and <c>~/Downloads</c>.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Gets or sets the passphrases of passphrase-protected key files, which are tried in turn.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretText(IsList = true)]
    public SecureString[]? KeyPassphrase { get; set; }

    /// <summary>Gets or sets the session whose key pairs are compared. The default is the default session, if any.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
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
            WriteAll(Require(() => KeyFileSearch.Find(WriteVerbose)));
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
        // A file that cannot be read can be the one with the passphrase.
        if (KeyPassphrase is { Length: > 0 } && _isAnyRead && !_isAnyEncrypted && !_isAnyProblem)
        {
            WriteWarning("-KeyPassphrase was specified, but none of the key files requires a passphrase.");
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
        using PrivateKeyFile file = PrivateKeyFile.Read(source);
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

        foreach (OtcException problem in file.Problems)
        {
            Report(source, problem);
        }
    }

    private string? FindKeyPair(RsaPublicKey? publicKey)
    {
        if (_keyPairs is null || publicKey is null)
        {
            return null;
        }

        Task<string?> name = Start(() => _keyPairs.FindAsync(publicKey));
        WaitFor(name, Timeout.InfiniteTimeSpan);
        if (name.Exception?.InnerException is OtcException e)
        {
            // Not a terminating error: the properties of the key files do not depend on the key pairs.
            WriteWarning($"Cannot determine the KeyPairName values because the key pairs could not be listed. {e.Message}");
            _keyPairs = null;
            return null;
        }

        return Await(name);
    }

    // The unencrypted properties are written even if the passphrase is missing or incorrect.
    private void TryOpen(KeyFileSource source, StoredKey key)
    {
        if (KeyPassphrase is not { Length: > 0 })
        {
            WriteVerbose(
                $"The key file '{source.Path}' is protected by a passphrase. To show all properties of the key, specify -KeyPassphrase.");
            return;
        }

        try
        {
            if (key.Cost is { } cost)
            {
                WriteVerbose($"Opening the key file '{source.Path}', which takes longer than usual because it requires {cost}.");
            }

            key.Open(KeyPassphrase, Context.Cancellation).Dispose();
        }
        catch (OtcException e)
        {
            Report(source, e);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Report(KeyFileSource source, OtcException problem)
    {
        _isAnyProblem = true;
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
