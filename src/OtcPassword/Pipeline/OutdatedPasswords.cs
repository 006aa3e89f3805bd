namespace OtcPassword.Pipeline;

/// <summary>Collects the servers of a command whose passwords may be those of an earlier installation, for one warning.</summary>
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

    /// <summary>Writes the warning if there are such servers. The cloud does not report a reinstallation, so the warning says "probably".</summary>
    public void Warn(Action<string> warn)
    {
        if (_count == 0)
        {
            return;
        }

        string names = string.Join(", ", _named) + (_count > _named.Count ? ", …" : string.Empty);
        string subject = _count == 1 ? $"Server {names} was launched much later than it was" : $"{_count} servers were launched much later than they were";
        string list = _count == 1 ? string.Empty : $": {names}";
        warn($"{subject} created{list}. If the OS was reinstalled or changed and the stored password was not cleared before, the stored password "
            + "is probably the old one and does not work. To get a new password, clear the stored password, reinstall the OS again, and use -Wait.");
    }
}
