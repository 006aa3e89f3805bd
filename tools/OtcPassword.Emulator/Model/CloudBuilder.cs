using System;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>
/// Creates the cloud of a scenario: generates the keys, writes their files, and creates accounts and servers.
/// </summary>
internal static class CloudBuilder
{
    public static Cloud Build(ScenarioFile scenario, KeyFolder keys)
    {
        ThrowIf(
            scenario.Domains.Length == 0 || scenario.Domains[0].Users.Length == 0 || scenario.Domains[0].Projects.Length == 0,
            "A scenario needs at least one domain with a user and a project.");

        var cloud = new Cloud(scenario.Seed, scenario.Region, keys.Path);
        cloud.ApplySettings(scenario.Settings);
        foreach (DomainEntry entry in scenario.Domains)
        {
            AddDomain(cloud, entry);
        }

        ThrowIf(
            cloud.Domains[0].Users[0].Projects.Count == 0,
            "The first user of the first domain must have a project because the startup instructions sign in to it.");
        AddKeyPairs(cloud, scenario.KeyPairs, keys);
        foreach (ServerEntry entry in scenario.Servers)
        {
            cloud.AddServers(entry);
        }

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
            domain.Projects.Add(project);
            ThrowIf(!cloud.ProjectsById.TryAdd(project.Id, project), $"Account '{entry.Name}' has more than one project named '{name}'.");
        }

        foreach (UserEntry user in entry.Users)
        {
            var created = new User(Id(cloud, "user", entry.Name + "/" + user.Name), user.Name, domain)
            {
                Password = user.Password,
                Passcode = user.Passcode,
                AccessKey = user.AccessKey,
                SecretKey = user.SecretKey,
                SecurityToken = user.SecurityToken,
                MayManagePasswords = user.MayManagePasswords,
                Projects = Select(domain, user.Projects),
            };
            ThrowIf(domain.Users.Exists(other => other.Name == user.Name), $"Account '{entry.Name}' has more than one user named '{user.Name}'.");
            domain.Users.Add(created);
            AddApplicationCredentials(cloud, created, user.ApplicationCredentials);
            if (user.AccessKey is not null)
            {
                ThrowIf(user.SecretKey is null, $"User '{user.Name}' has an access key but no secret key.");
                ThrowIf(!cloud.UsersByAccessKey.TryAdd(user.AccessKey, created), $"Access key '{user.AccessKey}' is assigned to more than one user.");
            }
        }

        foreach (IdentityProviderEntry provider in entry.IdentityProviders)
        {
            ThrowIf(cloud.IdentityProviders.Any(other => other.Name == provider.Name), $"There are two identity providers {provider.Name}.");
            domain.IdentityProviders.Add(new IdentityProvider(provider.Name, provider.Protocol, domain));
        }

        foreach (AgencyEntry agency in entry.Agencies)
        {
            domain.Agencies.Add(new Agency(Id(cloud, "agency", entry.Name + "/" + agency.Name), agency.Name, domain)
            {
                TrustedDomain = agency.TrustedDomain,
                MayManagePasswords = agency.MayManagePasswords,
                Projects = Select(domain, agency.Projects),
            });
        }
    }

    private static void AddApplicationCredentials(Cloud cloud, User user, ApplicationCredentialEntry[] entries)
    {
        foreach (ApplicationCredentialEntry entry in entries)
        {
            Project project = user.Projects.FirstOrDefault(p => entry.Project is null || p.Name == entry.Project)
                ?? throw new ScenarioException($"Application credential {entry.Name}: user {user.Name} is not in its project.");
            string id = Id(cloud, "application credential", $"{user.Domain.Name}/{user.Name}/{entry.Name}");
            user.ApplicationCredentials.Add(new ApplicationCredential(id, entry.Name, entry.Secret, project));
        }
    }

    private static Project[] Select(Domain domain, string[]? names) =>
        names is null
            ? [.. domain.Projects]
            : [.. names.Select(name => domain.Projects.Find(p => p.Name == name)
                ?? throw new ScenarioException($"Account '{domain.Name}' has no project named '{name}'."))];

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
            KeyPairEntry entry = entries[i];
            using RSA key = RSA.Create(entry.Bits);
            KeyFolder.Write(files[i], key, entry.Format, entry.Name);
            keyPairs[i] = new KeyPair(i + 1, entry.Name, owners[i], entry.Format, key, files[i]);
        });
        foreach (KeyPair keyPair in keyPairs)
        {
            ThrowIf(
                !keyPair.Owner.KeyPairs.TryAdd(keyPair.Name, keyPair), $"User '{keyPair.Owner.Name}' has more than one key pair named '{keyPair.Name}'.");
        }
    }

    private static void ThrowIf(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new ScenarioException(message);
        }
    }

    private static string Id(Cloud cloud, string kind, string name) => StableHash.Id(cloud.Seed, kind, name).ToString("N");
}
