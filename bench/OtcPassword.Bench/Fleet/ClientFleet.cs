using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Bench.Fleet;

/// <summary>Gets the passwords of a fleet with the client, without PowerShell.</summary>
internal sealed class ClientFleet(Session session, string keyFolder, int throttle)
{
    /// <summary>Returns all servers in the order of the service.</summary>
    public async Task<IReadOnlyList<Server>> ListAsync()
    {
        var servers = new List<Server>();
        await foreach (IReadOnlyList<Server> page in ServerService.For(session, ServerKind.Ecs).ListAsync(new CallContext(CancellationToken.None)))
        {
            servers.AddRange(page);
        }

        return servers;
    }

    public KeyRing OpenKeys() => KeyRing.Open(
        Directory.EnumerateFiles(keyFolder).Select(file => new KeyFileSource(file, false)), null);

    /// <summary>Gets the passwords and, with keys, decrypts them; returns each result as soon as it is the next one.</summary>
    public async Task RunAsync(IReadOnlyList<Server> servers, KeyRing? keys, Action<PasswordResult> receive)
    {
        var context = new CallContext(CancellationToken.None, null, throttle);
        var retriever = new PasswordRetriever(
            session, ServerKind.Ecs, keys is null ? null : new PasswordDecryptor(keys), context);
        using var work = new OrderedWork<Server, PasswordResult>(
            throttle, retriever.GetAsync, CancellationToken.None);
        foreach (Server server in servers)
        {
            while (work.IsFull)
            {
                receive(await work.Take().Value);
            }

            work.Add(server);
        }

        while (work.Count > 0)
        {
            receive(await work.Take().Value);
        }
    }
}
