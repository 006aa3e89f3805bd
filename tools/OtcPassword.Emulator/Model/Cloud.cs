using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>The cloud: accounts, projects, users, key pairs, servers, and settings.</summary>
internal sealed class Cloud(int seed, string region, string keyFolder)
{
    private readonly ConcurrentDictionary<Guid, Server> _servers = new();
    private Settings _settings = new();
    private int _lastServer;

    public int Seed { get; } = seed;

    public string Region { get; } = region;

    public string KeyFolder { get; } = keyFolder;

    public EmulatorClock Clock { get; } = new();

    public List<Domain> Domains { get; } = [];

    public Dictionary<string, Project> ProjectsById { get; } = [];

    public Dictionary<string, User> UsersByAccessKey { get; } = [];

    public IEnumerable<User> Users => Domains.SelectMany(d => d.Users);

    public IEnumerable<IdentityProvider> IdentityProviders => Domains.SelectMany(d => d.IdentityProviders);

    public IEnumerable<Project> Projects => Domains.SelectMany(d => d.Projects);

    public IEnumerable<Server> Servers => Projects.SelectMany(p => p.Servers.All);

    public Settings Settings => Volatile.Read(ref _settings);

    public void ApplySettings(SettingsPatch patch)
    {
        double? clockSpeed = patch.ClockSpeed is { } given ? ScenarioRange.Within(given, 0, 1_000_000, "clockSpeed") : null;
        Volatile.Write(ref _settings, Settings.With(patch));
        if (clockSpeed is { } speed)
        {
            Clock.Set(0, speed);
        }
    }

    public Server? FindServer(string id) =>
        Guid.TryParseExact(id, "D", out Guid guid) && _servers.TryGetValue(guid, out Server? server) ? server : null;

    /// <summary>Creates the servers of an entry.</summary>
    public Server[] AddServers(ServerEntry entry)
    {
        Project project = GetProject(entry.Project);
        KeyPair? keyPair = entry.KeyPair is null ? null : GetKeyPair(entry.KeyPair, entry.User, project);
        User owner = keyPair?.Owner ?? project.Domain.Users[0];
        DateTime now = Clock.Now;
        ScenarioRange.Within(entry.Count, 0, 1_000_000, "count");
        ScenarioRange.Seconds((entry.AgeMinutes * 60) + (entry.Count * entry.AgeStepSeconds), "ageMinutes with ageStepSeconds");
        ScenarioRange.Seconds(entry.PasswordDelaySeconds ?? 0, "passwordDelaySeconds");
        ScenarioRange.Seconds(entry.PasswordDelayJitterSeconds ?? 0, "passwordDelayJitterSeconds");
        var added = new Server[entry.Count];
        for (int i = 0; i < entry.Count; i++)
        {
            int number = Interlocked.Increment(ref _lastServer);
            string name = entry.Name.Replace("{n}", $"{i + 1:0000}", StringComparison.Ordinal);
            double age = (entry.AgeMinutes * 60) + ((entry.Count - 1 - i) * entry.AgeStepSeconds);
            Guid id = StableHash.Id(Seed, "server", "", number);
            added[i] = new Server(Seed, number, id, name, entry, project, owner, keyPair, now.AddSeconds(-age));
            _servers[id] = added[i];
        }

        project.Servers.Add(added);
        return added;
    }

    public void RemoveServer(Server server)
    {
        _servers.TryRemove(server.Id, out _);
        server.Project.Servers.Remove(server);
    }

    private Project GetProject(string name)
    {
        Project[] found = [.. Projects.Where(p => p.Name == name || p.Id == name || $"{p.Domain.Name}/{p.Name}" == name)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ScenarioException($"Project '{name}' does not exist."),
            _ => throw new ScenarioException($"More than one project is named '{name}'. Specify account/project."),
        };
    }

    private static KeyPair GetKeyPair(string name, string? user, Project project)
    {
        KeyPair[] found = [.. project.Domain.Users
            .Where(u => user is null || u.Name == user)
            .SelectMany(u => u.KeyPairs.Values)
            .Where(k => k.Name == name)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ScenarioException($"No user of account '{project.Domain.Name}' has a key pair named '{name}'."),
            _ => throw new ScenarioException($"More than one user has a key pair named '{name}'. Specify \"user\"."),
        };
    }
}
