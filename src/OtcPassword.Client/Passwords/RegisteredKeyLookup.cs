using System.Collections.Concurrent;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// Gets the public keys of key pairs. Each is requested at most once per command, and not at all while the session remembers
/// it.
/// </summary>
internal sealed class RegisteredKeyLookup(Session session, CallContext context)
{
    private readonly KeyPairService _keyPairs = new(session);
    private readonly ConcurrentDictionary<string, Lazy<Task<RegisteredKey>>> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<RegisteredKey>>> _refreshed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _recalled = new(StringComparer.Ordinal);

    public Task<RegisteredKey> GetAsync(string name) =>
        _keys.GetOrAdd(name, key => new(() => RecallOrRequestAsync(key))).Value;

    /// <summary>
    /// Returns true if <see cref="GetAsync"/> returned the key that the session remembers. The key pair could be replaced since.
    /// </summary>
    public bool IsRecalled(string name) => _recalled.ContainsKey(name);

    /// <summary>Returns the key that is currently registered.</summary>
    public Task<RegisteredKey> RefreshAsync(string name) =>
        _refreshed.GetOrAdd(name, key => new(() => RequestAsync(key))).Value;

    private Task<RegisteredKey> RecallOrRequestAsync(string name)
    {
        if (!_keyPairs.TryRecall(name, out KeyPair? pair))
        {
            return RequestAsync(name);
        }

        _recalled.TryAdd(name, true);
        return Task.FromResult(Read(name, pair));
    }

    private async Task<RegisteredKey> RequestAsync(string name) =>
        Read(name, await _keyPairs.FindAsync(name, context).ConfigureAwait(false));

    private static RegisteredKey Read(string name, KeyPair? pair) =>
        new(name, RsaPublicKey.TryParseOpenSsh(pair?.PublicKey, out RsaPublicKey? publicKey) ? publicKey : null);
}
