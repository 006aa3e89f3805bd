using System.Diagnostics;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>The public keys of key pairs in one session. Each key pair is requested once per command, unless its request failed.</summary>
internal sealed class RegisteredKeyCache(Session session, CallContext context)
{
    // The servers of a fleet share a failure. A command that waits for passwords requests the key pair again later.
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(30);

    private readonly KeyPairService _keyPairs = new(session);
    private readonly Dictionary<string, Task<Entry>> _entries = new(StringComparer.Ordinal);

    /// <summary>Returns the key of a key pair, without public key if it could not be requested.</summary>
    /// <exception cref="OtcException">AuthenticationFailed or NotConnected.</exception>
    public Task<Entry> GetAsync(string name)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(name, out Task<Entry>? entry) || IsOutdated(entry))
            {
                _entries[name] = entry = RequestAsync(name);
            }

            return entry;
        }
    }

    private static bool IsOutdated(Task<Entry> entry) =>
        entry.IsFaulted || (entry.Status == TaskStatus.RanToCompletion
            && entry.Result is { Failure.IsTransient: true } failed && failed.Age.Elapsed > FailureLifetime);

    private async Task<Entry> RequestAsync(string name)
    {
        try
        {
            KeyPair? pair = await _keyPairs.FindAsync(name, context).ConfigureAwait(false);
            return new Entry(
                new RegisteredKey(
                    name, RsaPublicKey.TryParseOpenSsh(pair?.PublicKey, out RsaPublicKey? publicKey) ? publicKey : null), null);
        }
        catch (OtcException e) when (e.Error is not (OtcError.AuthenticationFailed or OtcError.NotConnected))
        {
            context.Trace($"Cannot get the public key of key pair '{name}'. Trying the available private keys. {e.Message}");
            return new Entry(new RegisteredKey(name, null), e);
        }
    }

    /// <param name="Key">The key pair.</param>
    /// <param name="Failure">Why the public key is unknown; null if it is known, or if the user has no access to the key pair.</param>
    public sealed record Entry(RegisteredKey Key, OtcException? Failure)
    {
        public Stopwatch Age { get; } = Stopwatch.StartNew();
    }
}
