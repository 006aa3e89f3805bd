using System.Collections.Generic;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Parameters;

/// <summary>The names of the user's key pairs by their public keys.</summary>
internal sealed class KeyPairNames
{
    private readonly Dictionary<RsaPublicKey, string> _names = [];

    private KeyPairNames()
    {
    }

    /// <summary>Knows no key pair.</summary>
    public static KeyPairNames None { get; } = new();

    /// <summary>Asks the cloud for the key pairs.</summary>
    /// <exception cref="OtcException">PermissionDenied, NetworkFailure …</exception>
    public static async Task<KeyPairNames> GetAsync(Session session, CallContext context)
    {
        var names = new KeyPairNames();
        foreach (KeyPair pair in await new KeyPairService(session).ListAsync(context).ConfigureAwait(false))
        {
            // The same key may be registered twice: the first name stays.
            if (RsaPublicKey.TryParseOpenSsh(pair.PublicKey, out RsaPublicKey? key) && !names._names.ContainsKey(key))
            {
                names._names.Add(key, pair.Name);
            }
        }

        return names;
    }

    /// <summary>The name of the key pair with this public key; null if the user has none such.</summary>
    public string? Find(RsaPublicKey publicKey) => _names.TryGetValue(publicKey, out string? name) ? name : null;
}
