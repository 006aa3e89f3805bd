using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>The public halves of key pairs, each asked for once in a call however many servers have it.</summary>
internal sealed class RegisteredKeyLookup(Session session, CallContext context)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RegisteredKey>>> _keys = new(StringComparer.Ordinal);

    public Task<RegisteredKey> GetAsync(string name) =>
        _keys.GetOrAdd(name, key => new Lazy<Task<RegisteredKey>>(() => FindAsync(key))).Value;

    private async Task<RegisteredKey> FindAsync(string name)
    {
        KeyPair? pair = await new KeyPairService(session).FindAsync(name, context).ConfigureAwait(false);
        return new RegisteredKey(
            name, RsaPublicKey.TryParseOpenSsh(pair?.PublicKey, out RsaPublicKey? publicKey) ? publicKey : null);
    }
}
