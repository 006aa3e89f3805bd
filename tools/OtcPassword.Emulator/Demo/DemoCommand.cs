using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Emulator.Hosting;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Demo;

/// <summary>
/// Does the main task of the product with a new emulator: signs in, lists the servers of both services, gets and
/// decrypts their passwords, and compares them with those of the emulator. Nothing else in the emulator uses the client.
/// </summary>
internal static class DemoCommand
{
    private const int Concurrency = 16;

    /// <returns>0 if every server has the expected result; otherwise, 1.</returns>
    public static async Task<int> RunAsync()
    {
        await using EmulatorServer emulator = await EmulatorServer.StartAsync(new EmulatorOptions { Port = 0 });
        Console.WriteLine($"The Open Telekom Cloud emulator is listening on {emulator.BaseUrl}. The private keys are in {emulator.Ready.KeyFolder}.");

        using Session session = await SignInAsync(emulator.Ready);
        Console.WriteLine($"Signed in as user {session.UserName} of account {session.DomainName}, project {session.ProjectName}.\n");

        using KeyRing keys = KeyRing.Open(
            Directory.EnumerateFiles(emulator.Ready.KeyFolder).Select(file => new KeyFileSource(file, isExplicit: true)), null);
        DemoTable.WriteHeader();
        int expected = 0;
        int unexpected = 0;
        foreach (ServerKind kind in new[] { ServerKind.Ecs, ServerKind.Bms })
        {
            await foreach (DemoRow row in RowsAsync(session, kind, keys, emulator.Cloud))
            {
                DemoTable.Write(row);
                _ = row.IsExpected ? expected++ : unexpected++;
            }
        }

        await session.DisconnectAsync(new CallContext(CancellationToken.None));
        Console.WriteLine($"\n{expected} of {expected + unexpected} servers returned the expected result.");
        return unexpected == 0 && expected > 0 ? 0 : 1;
    }

    private static Task<Session> SignInAsync(ReadyInfo ready)
    {
        SecureString password = new NetworkCredential(string.Empty, ready.Password).SecurePassword;
        var options = new SessionOptions(new Uri(ready.AuthUrl), new PasswordCredential(ready.User, ready.Domain, password))
        {
            Region = ready.Region,
            ProjectName = ready.Project,
        };
        return Session.ConnectAsync(options, new CallContext(CancellationToken.None));
    }

    private static async IAsyncEnumerable<DemoRow> RowsAsync(Session session, ServerKind kind, KeyRing keys, Cloud cloud)
    {
        var context = new CallContext(CancellationToken.None);
        var flow = new PasswordFlow(kind, new PasswordDecryptor(keys), null, Concurrency, () => context, context.Cancellation);
        ServerList list = kind.ServiceOf(session).List(context);
        while (await list.ReadPageAsync() is { } page)
        {
            foreach (Client.Servers.Server server in page)
            {
                flow.Add(new ServerTarget(session, server.Id, server.Name, server));
                while (flow.IsFull)
                {
                    yield return Row((await flow.TakeAsync())!, cloud);
                }
            }
        }

        flow.Complete();
        while (await flow.TakeAsync() is { } outcome)
        {
            yield return Row(outcome, cloud);
        }
    }

    private static DemoRow Row(ServerOutcome<PasswordResult> outcome, Cloud cloud)
    {
        Client.Servers.Server server = outcome.Target.Server!;
        Model.Server expected = cloud.FindServer(server.Id)!;
        bool isStored = expected.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available;
        if (outcome.Error is { } e)
        {
            // The server was created with a key pair of another user. The folder has no key file for it, so KeyMismatch is expected.
            bool isForeign = isStored && expected.KeyPair!.Owner != cloud.Users.First();
            return new DemoRow(server, e.Error.ToString(), e.Message, isForeign && e.Error == OtcError.KeyMismatch);
        }

        PasswordResult result = outcome.Result!;
        using SecureString? password = result.Password;
        string? text = password is null ? null : new NetworkCredential(string.Empty, password).Password;
        string shown = text ?? MissingPassword.Explain(server);
        return new DemoRow(server, result.Status.ToString(), shown, text == (isStored ? expected.Password : null));
    }
}
