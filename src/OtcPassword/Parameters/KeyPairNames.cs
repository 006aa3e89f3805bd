using OtcPassword.Client;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters;

/// <summary>Maps public keys to the names of the user's key pairs.</summary>
internal sealed class KeyPairNames(Session session, CallContext context)
{
    private Dictionary<RsaPublicKey, string>? _names;

    /// <summary>Returns the name of the key pair with a public key; null if the user does not have one.</summary>
    /// <exception cref="OtcException">PermissionDenied, NetworkFailure …</exception>
    public async Task<string?> FindAsync(RsaPublicKey publicKey)
    {
        _names ??= ByPublicKey(await new KeyPairService(session).ListAsync(context).ConfigureAwait(false));
        return _names.TryGetValue(publicKey, out string? name) ? name : null;
    }

    private static Dictionary<RsaPublicKey, string> ByPublicKey(IReadOnlyList<KeyPair> pairs)
    {
        var names = new Dictionary<RsaPublicKey, string>();
        foreach (KeyPair pair in pairs)
        {
            // Two key pairs can have the same key: the first name is used.
            if (RsaPublicKey.TryParseOpenSsh(pair.PublicKey, out RsaPublicKey? key) && !names.ContainsKey(key))
            {
                names.Add(key, pair.Name);
            }
        }

        return names;
    }
}
