namespace OtcPassword.Pipeline;

/// <summary>The servers that a cmdlet still waits for. Used only on the pipeline thread.</summary>
internal sealed class PendingPasswords
{
    private const int MaxNamed = 5;
    private readonly List<KeyValuePair<string, Task>> _waits = [];

    /// <summary>Gets a task that ends when all passwords have arrived.</summary>
    public Task All => Task.WhenAll(_waits.Select(wait => wait.Value));

    public void Add(string serverName, Task wait) => _waits.Add(new KeyValuePair<string, Task>(serverName, wait));

    /// <summary>Returns the names of the servers that the cmdlet still waits for.</summary>
    public string Describe()
    {
        _waits.RemoveAll(wait => wait.Value.IsCompleted);
        string names = string.Join(", ", _waits.Take(MaxNamed).Select(wait => wait.Key));
        return _waits.Count > MaxNamed ? $"{_waits.Count} servers ({names}, …)" : names;
    }
}
