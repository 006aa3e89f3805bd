using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>Opens the private keys of a cmdlet with -KeyFile, -PrivateKey, and -KeyPassphrase.</summary>
internal static class CommandKeys
{
    private const string Variable = "OTC_PRIVATE_KEY";
    private const string Begin = "-----BEGIN ";

    /// <summary>Opens the keys that are specified, or those in the default locations.</summary>
    /// <param name="cmdlet">The cmdlet that writes the warnings and verbose messages; called on the pipeline thread.</param>
    /// <param name="keyFile">The value of -KeyFile, or null.</param>
    /// <param name="privateKey">The value of -PrivateKey, or null.</param>
    /// <param name="passphrases">The value of -KeyPassphrase, or null.</param>
    /// <param name="cancellation">Is cancelled when the cmdlet is stopped.</param>
    /// <returns>At least one key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">KeyFileNotFound: no key was found. Otherwise as for <see cref="KeyRing"/>.</exception>
    public static KeyRing Open(
        PSCmdlet cmdlet, string[]? keyFile, SecureString? privateKey, SecureString[]? passphrases, CancellationToken cancellation)
    {
        bool isSearch = keyFile is null && privateKey is null;
        using SecureString? variable = isSearch ? ReadVariable() : null;
        List<KeyFileSource> sources = [];
        List<string> locations = [];
        if (privateKey is not null)
        {
            sources.Add(new KeyFileSource(privateKey, "-PrivateKey"));
            locations.Add("-PrivateKey");
        }

        if (keyFile is not null)
        {
            sources.AddRange(KeyFileResolver.Resolve(cmdlet.SessionState.Path, keyFile));
            locations.AddRange(keyFile.Select(SpecifiedText.Quote));
        }

        if (isSearch)
        {
            sources.AddRange(variable is null ? [] : [new KeyFileSource(variable, Variable)]);
            sources.AddRange(KeyFileSearch.Find(Trace));
            locations.Add(variable is null ? $"{Variable} (not set)" : Variable);
            locations.Add(KeyFileSearch.Locations);
        }

        KeyRing keys = Open(sources, passphrases ?? [], Trace, cancellation);
        string places = string.Join(", ", locations);
        if (keys.Entries.Count == 0)
        {
            keys.Dispose();
            string skipped = keys.Skipped.Count == 0 ? string.Empty : $" Files skipped: {KeyRing.Describe(keys.Skipped)}.";
            throw new OtcException(
                OtcError.KeyFileNotFound,
                $"Cannot find an RSA private key. Locations searched: {places}.{skipped}",
                isSearch
                    ? "Specify the private key file with -KeyFile, or add its folder to the OTC_KEY_PATH environment variable."
                    : "Verify the path. To see why each file was skipped, run Get-OtcKeyFile with the same path and -Verbose.");
        }

        Trace($"Number of RSA private keys found: {keys.Entries.Count}. Locations searched: {places}.");
        if (keys.PassphraseUnused)
        {
            cmdlet.WriteWarning("-KeyPassphrase was specified, but none of the private keys requires a passphrase.");
        }

        return keys;

        void Trace(string line) => cmdlet.WriteVerbose(ReadableText.CleanMessage(line));
    }

    private static KeyRing Open(
        IEnumerable<KeyFileSource> sources, SecureString[] passphrases, Action<string> trace, CancellationToken cancellation)
    {
        try
        {
            return KeyRing.Open(sources, passphrases, trace, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private static SecureString? ReadVariable() => Environment.GetEnvironmentVariable(Variable) switch
    {
        { Length: > SecretTextAttribute.MaxLength } => throw new OtcException(
            OtcError.KeyFileUnreadable,
            $"The environment variable {Variable} is too long for a private key.",
            "Set it to the text of a private key."),
        { } text when text.Contains(Begin) && !text.Contains("-----END ") && Truncated(text) is { } why => throw new OtcException(
            OtcError.KeyFileUnreadable,
            $"The environment variable {Variable} is truncated: {why}.",
            $"Set the variable in PowerShell: [Environment]::SetEnvironmentVariable('{Variable}', (Get-Content web.pem -Raw), 'User')"),
        { } text when !string.IsNullOrWhiteSpace(text) => SecretTextAttribute.Protect(text),
        _ => null,
    };

    private static string? Truncated(string text) => text.Length is 1023 or 1024 ? "setx stores only 1,024 characters"
        : text.Trim().IndexOf('\n') < 0 && text.Length < 2 * Begin.Length + 64
            ? "it has only the first line, and the set command of cmd takes only one"
            : null;
}
