using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Servers;

/// <summary>The key pairs that a session requested in the last minutes. They change seldom, and a fleet has few.</summary>
internal sealed class KeyPairMemory
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);
    private static readonly ConditionalWeakTable<Session, KeyPairMemory> Memories = new();

    private readonly ConcurrentDictionary<string, Remembered<KeyPair?>> _pairs = new(StringComparer.Ordinal);
    private volatile Remembered<IReadOnlyList<KeyPair>>? _list;

    public static KeyPairMemory Of(Session session) => Memories.GetValue(session, static _ => new KeyPairMemory());

    /// <summary>Returns true if the key pair, or that the user cannot see it, was requested lately.</summary>
    public bool TryRecall(string name, out KeyPair? pair)
    {
        bool isKnown = _pairs.TryGetValue(name, out Remembered<KeyPair?>? remembered) && remembered.IsFresh;
        pair = isKnown ? remembered!.Value : null;
        return isKnown;
    }

    /// <summary>Returns the list of the key pairs if it was requested lately; otherwise, null.</summary>
    public IReadOnlyList<KeyPair>? RecallList() => _list is { IsFresh: true } list ? list.Value : null;

    public void Remember(string name, KeyPair? pair) => _pairs[name] = new Remembered<KeyPair?>(pair);

    public void Remember(IReadOnlyList<KeyPair> list)
    {
        _list = new Remembered<IReadOnlyList<KeyPair>>(list);
        foreach (KeyPair pair in list)
        {
            Remember(pair.Name, pair);
        }
    }

    private sealed class Remembered<T>(T value)
    {
        private readonly DateTime _time = DateTime.UtcNow;

        public T Value { get; } = value;

        // The absolute value, for a clock that is set back.
        public bool IsFresh => (DateTime.UtcNow - _time).Duration() < Freshness;
    }
}
