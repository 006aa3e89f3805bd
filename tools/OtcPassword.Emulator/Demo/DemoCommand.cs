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
/// The product's main job from start to end, against an emulator of its own: sign in, list the servers of both services,
/// fetch their passwords, decrypt them, and compare with what the emulator put in.
/// </summary>
internal static class DemoCommand
{
    private const int Concurrency = 16;

    /// <returns>0 if every server got the answer it should get, else 1.</returns>
    public static async Task<int> RunAsync()
    {
        await using EmulatorServer emulator = await EmulatorServer.StartAsync(new EmulatorOptions { Port = 0 });
        Console.WriteLine($"A local Open Telekom Cloud listens on {emulator.BaseUrl}; private keys are in {emulator.Ready.KeyFolder}");

        using Session session = await SignInAsync(emulator.Ready);
        Console.WriteLine($"Signed in as {session.UserName} of {session.DomainName}, project {session.ProjectName}.\n");

        using KeyRing keys = KeyRing.Open(
            Directory.EnumerateFiles(emulator.Ready.KeyFolder).Select(file => new KeyFileSource(file, isExplicit: true)), null);
        DemoTable.WriteHeader();
        int right = 0;
        int wrong = 0;
        foreach (ServerKind kind in Enum.GetValues<ServerKind>())
        {
            await foreach (DemoRow row in RowsAsync(session, kind, keys, emulator.Cloud))
            {
                DemoTable.Write(row);
                _ = row.IsRight ? right++ : wrong++;
            }
        }

        await session.DisconnectAsync(new CallContext(CancellationToken.None));
        Console.WriteLine($"\n{right} of {right + wrong} servers got the answer that the emulator put in.");
        return wrong == 0 && right > 0 ? 0 : 1;
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
        var retriever = new PasswordRetriever(session, kind, new PasswordDecryptor(keys), context);
        using var work = new OrderedWork<Client.Servers.Server, PasswordResult>(
            Concurrency, retriever.GetAsync, context.Cancellation);
        await foreach (IReadOnlyList<Client.Servers.Server> page in ServerService.For(session, kind).ListAsync(context))
        {
            foreach (Client.Servers.Server server in page)
            {
                work.Add(server);
                while (work.IsFull)
                {
                    yield return await TakeAsync(work, cloud);
                }
            }
        }

        while (work.Count > 0)
        {
            yield return await TakeAsync(work, cloud);
        }
    }

    private static async Task<DemoRow> TakeAsync(OrderedWork<Client.Servers.Server, PasswordResult> work, Cloud cloud)
    {
        (Client.Servers.Server server, Task<PasswordResult> answer) = work.Take();
        Model.Server truth = cloud.FindServer(server.Id)!;
        bool isThere = truth.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available;
        try
        {
            PasswordResult result = await answer;
            using SecureString? password = result.Password;
            string? text = password is null ? null : new NetworkCredential(string.Empty, password).Password;
            string said = text ?? MissingPassword.Explain(server);
            return new DemoRow(server, result.Status.ToString(), said, text == (isThere ? truth.Password : null));
        }
        catch (OtcException e)
        {
            // A server made with another user's key pair: the folder holds no key for it, and that must be said.
            bool isForeign = isThere && truth.KeyPair!.Owner != cloud.Users.First();
            return new DemoRow(server, e.Error.ToString(), e.Message, isForeign && e.Error == OtcError.KeyMismatch);
        }
    }
}
