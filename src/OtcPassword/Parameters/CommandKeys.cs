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
    /// <summary>Opens the files that are named, or those in the usual places if none is.</summary>
    /// <param name="cmdlet">Whose warnings and verbose lines these are; called on its pipeline's thread.</param>
    /// <param name="keyFile">What the user gave with -KeyFile; null: the usual places are searched.</param>
    /// <param name="passphrase">What the user gave with -KeyPassphrase.</param>
    /// <returns>At least one key, for the caller to dispose.</returns>
    /// <exception cref="OtcException">KeyFileNotFound: there is no key at all. Else as <see cref="KeyRing.Open"/>.</exception>
    public static KeyRing Open(PSCmdlet cmdlet, string[]? keyFile, SecureString? passphrase)
    {
        IReadOnlyList<KeyFileSource> sources = keyFile is null
            ? KeyFileSearch.Find(cmdlet.WriteVerbose)
            : KeyFileResolver.Resolve(cmdlet.SessionState.Path, keyFile);
        KeyRing keys = KeyRing.Open(sources, passphrase);
        string places = keyFile is null ? KeyFileSearch.Places : string.Join(", ", keyFile.Select(path => $"'{path}'"));
        if (keys.Entries.Count == 0)
        {
            keys.Dispose();
            throw new OtcException(
                OtcError.KeyFileNotFound,
                $"There is no RSA private key in {places}.",
                keyFile is null
                    ? "Name the private key file of the key pair with -KeyFile, or put its folder into OTC_KEY_PATH."
                    : "Check the path; Get-OtcKeyFile -Verbose says what each file is.");
        }

        cmdlet.WriteVerbose($"Found {keys.Entries.Count} RSA private keys in {places}.");
        if (keys.PassphraseUnused)
        {
            cmdlet.WriteWarning("-KeyPassphrase is given, but none of the key files is protected by a passphrase.");
        }

        return keys;
    }
}
