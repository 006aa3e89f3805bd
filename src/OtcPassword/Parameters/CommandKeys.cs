using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword.Parameters;

/// <summary>Opens the key files of a cmdlet with -KeyFile and -KeyPassphrase.</summary>
internal static class CommandKeys
{
    /// <summary>Opens the specified files, or the files in the default locations.</summary>
    /// <param name="cmdlet">The cmdlet that writes the warnings and verbose lines. Called on its pipeline thread.</param>
    /// <param name="keyFile">The value of -KeyFile, or null to search the default locations.</param>
    /// <param name="passphrase">The value of -KeyPassphrase.</param>
    /// <returns>At least one key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">KeyFileNotFound: no key was found. Otherwise, as for <see cref="KeyRing.Open"/>.</exception>
    public static KeyRing Open(PSCmdlet cmdlet, string[]? keyFile, SecureString? passphrase)
    {
        IReadOnlyList<KeyFileSource> sources = keyFile is null
            ? KeyFileSearch.Find(cmdlet.WriteVerbose)
            : KeyFileResolver.Resolve(cmdlet.SessionState.Path, keyFile);
        KeyRing keys = KeyRing.Open(sources, passphrase);
        string locations = keyFile is null ? KeyFileSearch.Locations : string.Join(", ", keyFile.Select(path => $"'{path}'"));
        if (keys.Entries.Count == 0)
        {
            keys.Dispose();
            throw new OtcException(
                OtcError.KeyFileNotFound,
                $"Cannot find an RSA private key. Locations searched: {locations}.",
                keyFile is null
                    ? "Specify the private key file with -KeyFile, or add its folder to the OTC_KEY_PATH environment variable."
                    : $"Verify the path. To see why each file was skipped, run Get-OtcKeyFile -Path {locations} -Verbose.");
        }

        cmdlet.WriteVerbose($"Number of RSA private keys found: {keys.Entries.Count}. Locations searched: {locations}.");
        if (keys.PassphraseUnused)
        {
            cmdlet.WriteWarning("-KeyPassphrase was specified, but none of the key files requires a passphrase.");
        }

        return keys;
    }
}
