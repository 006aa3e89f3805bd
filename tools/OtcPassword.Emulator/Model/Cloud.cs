namespace OtcPassword.Emulator.Model;

/// <summary>The cloud: accounts, projects, users, key pairs, servers, and settings.</summary>
internal sealed class Cloud(int seed, string region, string keyFolder)
{
    private readonly ConcurrentDictionary<Guid, Server> _servers = new();
    private Settings _settings = new();
    private int _lastServer;

    public int Seed => seed;
    public string Region => region;
    public string KeyFolder => keyFolder;
    public EmulatorClock Clock { get; } = new();
    public List<Domain> Domains { get; } = [];
    public Dictionary<string, User> UsersByAccessKey { get; } = [];
    public IEnumerable<User> Users => Domains.SelectMany(d => d.Users);
    public IEnumerable<IdentityProvider> IdentityProviders => Domains.SelectMany(d => d.IdentityProviders);
    public IEnumerable<Project> Projects => Domains.SelectMany(d => d.Projects);
    public IEnumerable<Server> Servers => Projects.SelectMany(p => p.Servers.All);
    public Settings Settings => Volatile.Read(ref _settings);

    /// <param name="changes">An object with the settings to change.</param>
    public void ApplySettings(JsonElement changes)
    {
        Volatile.Write(ref _settings, Settings.With(changes));
        if (changes.TryGetProperty("clockSpeed", out _))
        {
            Clock.Set(0, Settings.ClockSpeed);
        }
    }

    /// <summary>Returns the server with this ID, or null. IDs are case-sensitive, as in Nova.</summary>
    public Server? FindServer(string id) =>
        Guid.TryParseExact(id, "D", out Guid guid) && _servers.TryGetValue(guid, out Server? server) && !id.Any(char.IsAsciiLetterUpper)
            ? server
            : null;

    /// <summary>Creates the servers of an entry.</summary>
    public Server[] AddServers(ServerEntry entry)
    {
        Project project = GetProject(entry.Project);
        KeyPair? keyPair = entry.KeyPair is null ? null : GetKeyPair(entry.KeyPair, entry.User, project);
        _ = entry.Agency is null || project.Domain.Agencies.Exists(a => a.Entry.Name == entry.Agency) ? entry
            : throw new ScenarioException($"Account '{project.Domain.Name}' has no agency named '{entry.Agency}'.");
        ScenarioRange.Within(entry.Count, 0, 1_000_000);
        ScenarioRange.Seconds((entry.AgeMinutes * 60) + (entry.Count * entry.AgeStepSeconds), "ageMinutes with ageStepSeconds");
        ScenarioRange.Seconds(entry.PasswordDelaySeconds);
        ScenarioRange.Seconds(entry.PasswordDelayJitterSeconds);
        DateTime now = Clock.Now;
        var added = new Server[entry.Count];
        for (int i = 0; i < entry.Count; i++)
        {
            int number = Interlocked.Increment(ref _lastServer);
            string name = entry.Name.Replace("{n}", $"{i + 1:0000}", StringComparison.Ordinal);
            DateTime launched = now.AddSeconds(-(entry.AgeMinutes * 60) - ((entry.Count - 1 - i) * entry.AgeStepSeconds));
            added[i] = new Server(seed, number, name, entry, project, keyPair, launched);
            _servers[added[i].Id] = added[i];
        }

        project.Servers.Add(added);
        return added;
    }

    public void RemoveServer(Server server)
    {
        _servers.TryRemove(server.Id, out _);
        server.Project.Servers.Remove(server);
    }

    private Project GetProject(string name) => Single(
        Projects.Where(p => p.Name == name || p.Id == name || $"{p.Domain.Name}/{p.Name}" == name),
        $"Project '{name}' does not exist.",
        $"More than one project is named '{name}'. Specify account/project.");

    public static KeyPair GetKeyPair(string name, string? user, Project project) => Single(
        project.Domain.Users.Where(u => user is null || u.Name == user).SelectMany(u => u.KeyPairs.Values).Where(k => k.Name == name),
        $"No user of account '{project.Domain.Name}' has a key pair named '{name}'.",
        $"More than one user has a key pair named '{name}'. Specify \"user\".");

    private static T Single<T>(IEnumerable<T> found, string none, string several) => found.Take(2).ToArray() switch
    {
        [var one] => one,
        [] => throw new ScenarioException(none),
        _ => throw new ScenarioException(several),
    };
}
