namespace OtcPassword.Emulator.Model;

/// <summary>Creates the cloud of a scenario: generates the keys, writes their files, and creates accounts and servers.</summary>
internal static class CloudBuilder
{
    public static Cloud Build(ScenarioFile scenario, KeyFolder keys)
    {
        ThrowIf(
            scenario.Domains is not [{ Users.Length: > 0, Projects.Length: > 0 }, ..],
            "A scenario needs at least one domain with a user and a project.");
        var cloud = new Cloud(scenario.Seed, scenario.Region, keys.Path);
        if (scenario.Settings is { } settings)
        {
            cloud.ApplySettings(settings);
        }

        Array.ForEach(scenario.Domains, entry => AddDomain(cloud, entry));
        ThrowIf(
            cloud.Domains[0].Users[0].Projects.Count == 0,
            "The first user of the first domain must have a project because the startup instructions sign in to it.");
        AddKeyPairs(cloud, scenario.KeyPairs, keys);
        Array.ForEach(scenario.Servers, entry => cloud.AddServers(entry));
        if (scenario.EncryptAtStart)
        {
            Parallel.ForEach(cloud.Servers.Where(s => s.KeyPair is not null && !s.IsLinux), s => s.EncryptedPassword());
        }

        return cloud;
    }

    private static void AddDomain(Cloud cloud, DomainEntry entry)
    {
        ThrowIf(cloud.Domains.Exists(other => other.Name == entry.Name), $"Account '{entry.Name}' is defined more than once.");
        var domain = new Domain(Id(cloud, "domain", entry.Name), entry.Name);
        cloud.Domains.Add(domain);
        foreach (string name in entry.Projects)
        {
            var project = new Project(Id(cloud, "project", entry.Name + "/" + name), name, domain);
            ThrowIf(domain.Projects.Exists(p => p.Name == name), $"Account '{entry.Name}' has more than one project named '{name}'.");
            domain.Projects.Add(project);
        }

        foreach (UserEntry user in entry.Users)
        {
            AddUser(cloud, domain, user);
        }

        foreach (IdentityProviderEntry provider in entry.IdentityProviders)
        {
            ThrowIf(cloud.IdentityProviders.Any(other => other.Name == provider.Name), $"There are two identity providers {provider.Name}.");
            domain.IdentityProviders.Add(new IdentityProvider(provider, domain));
        }

        domain.Agencies.AddRange(entry.Agencies.Select(agency =>
            new Agency(Id(cloud, "agency", entry.Name + "/" + agency.Name), agency, domain, Select(domain, agency.Projects))));
    }

    private static void AddUser(Cloud cloud, Domain domain, UserEntry entry)
    {
        var user = new User(Id(cloud, "user", domain.Name + "/" + entry.Name), entry, domain, Select(domain, entry.Projects));
        ThrowIf(domain.Users.Exists(other => other.Name == entry.Name), $"Account '{domain.Name}' has more than one user named '{entry.Name}'.");
        domain.Users.Add(user);
        foreach (ApplicationCredentialEntry credential in entry.ApplicationCredentials)
        {
            Project project = user.Projects.FirstOrDefault(p => credential.Project is null || p.Name == credential.Project)
                ?? throw new ScenarioException($"Application credential {credential.Name}: user {user.Name} is not in its project.");
            string id = Id(cloud, "application credential", $"{domain.Name}/{user.Name}/{credential.Name}");
            user.ApplicationCredentials.Add(new ApplicationCredential(id, credential.Name, credential.Secret, project));
        }

        if (entry.AccessKey is not null)
        {
            ThrowIf(entry.SecretKey is null, $"User '{entry.Name}' has an access key but no secret key.");
            ThrowIf(!cloud.UsersByAccessKey.TryAdd(entry.AccessKey, user), $"Access key '{entry.AccessKey}' is assigned to more than one user.");
        }
    }

    private static Project[] Select(Domain domain, string[]? names) => names is null
        ? [.. domain.Projects]
        : Array.ConvertAll(names, name => domain.Projects.Find(p => p.Name == name)
            ?? throw new ScenarioException($"Account '{domain.Name}' has no project named '{name}'."));

    private static void AddKeyPairs(Cloud cloud, KeyPairEntry[] entries, KeyFolder keys)
    {
        foreach (KeyPairEntry entry in entries)
        {
            ThrowIf(
                entry.Bits is < 512 or > 8192 || entry.Bits % 64 != 0,
                $"Key pair '{entry.Name}': bits must be a multiple of 64, from 512 to 8192.");
        }

        // The file names depend on the order. The keys are generated in parallel because a key of 4096 bits takes a second.
        string[] files = Array.ConvertAll(entries, e => keys.FileFor(e.Name, e.User));
        User[] owners = Array.ConvertAll(entries, e => cloud.Users.FirstOrDefault(u => u.Name == e.User)
            ?? throw new ScenarioException($"Key pair '{e.Name}': user '{e.User}' does not exist."));
        var keyPairs = new KeyPair[entries.Length];
        Parallel.For(0, entries.Length, i =>
        {
            RSA key = keys.Create(files[i], entries[i]);
            keyPairs[i] = new KeyPair(i + 1, entries[i], owners[i], key, files[i]);
        });
        foreach (KeyPair keyPair in keyPairs)
        {
            ThrowIf(
                !keyPair.Owner.KeyPairs.TryAdd(keyPair.Name, keyPair), $"User '{keyPair.Owner.Name}' has more than one key pair named '{keyPair.Name}'.");
        }
    }

    private static void ThrowIf(bool isWrong, string message) => _ = isWrong ? throw new ScenarioException(message) : 0;

    private static string Id(Cloud cloud, string kind, string name) => StableHash.Id(cloud.Seed, kind, name).ToString("N");
}
