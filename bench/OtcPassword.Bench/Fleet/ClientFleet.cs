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
        ServerList list = ServerKind.Ecs.ServiceOf(session).List(new CallContext(CancellationToken.None));
        while (await list.ReadPageAsync() is { } page)
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
        var flow = new PasswordFlow(
            ServerKind.Ecs,
            keys is null ? null : new PasswordDecryptor(keys),
            null,
            throttle,
            () => new CallContext(CancellationToken.None, null, throttle),
            CancellationToken.None);
        foreach (Server server in servers)
        {
            flow.Add(new ServerTarget(session, server.Id, server.Name, server));
            while (flow.IsFull)
            {
                receive((await flow.TakeAsync())!.Result!);
            }
        }

        flow.Complete();
        while (await flow.TakeAsync() is { } outcome)
        {
            receive(outcome.Result!);
        }
    }
}
