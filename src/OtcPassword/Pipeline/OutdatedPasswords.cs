using System;
using System.Collections.Generic;

namespace OtcPassword.Pipeline;

/// <summary>Counts the servers of a command whose passwords may be those of an earlier installation. One warning tells.</summary>
internal sealed class OutdatedPasswords
{
    private const int MaxNamed = 5;
    private readonly List<string> _named = [];
    private int _count;

    public void Add(string serverName)
    {
        _count++;
        if (_named.Count < MaxNamed)
        {
            _named.Add(serverName);
        }
    }

    /// <summary>Warns, if there is anything to warn of. What the cloud knows allows a guess, no more.</summary>
    public void Warn(Action<string> warn)
    {
        if (_count == 0)
        {
            return;
        }

        string names = string.Join(", ", _named) + (_count > _named.Count ? ", …" : string.Empty);
        string subject = _count == 1 ? $"Server {names} was launched much later than it was" : $"{_count} servers were launched much later than they were";
        string list = _count == 1 ? string.Empty : $": {names}";
        warn($"{subject} created{list}. If the OS was reinstalled or changed and the stored password was not cleared before, it is probably the old one and "
            + "does not work. To get a new one, clear it, reinstall the OS again, and use -Wait.");
    }
}
