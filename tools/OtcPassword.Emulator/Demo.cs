using System.Net;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using ClientServer = OtcPassword.Client.Servers.Server;
using Server = OtcPassword.Emulator.Model.Server;
using SessionOptions = OtcPassword.Client.Sessions.SessionOptions;

namespace OtcPassword.Emulator;

/// <summary>
/// Does the main task of the product with a new emulator: signs in, lists the servers of both services, gets and
/// decrypts their passwords, and compares them with those of the emulator. Nothing else in the emulator uses the client.
/// </summary>
internal static class Demo
{
    private const int Concurrency = 16;
    private const string Columns = "{0,-4} {1,-20} {2,-15} {3,-14} {4,-12} {5,-5} {6}";

    /// <returns>0 if every server has the expected result; otherwise, 1.</returns>
    public static async Task<int> RunAsync()
    {
        await using EmulatorServer emulator = await EmulatorServer.StartAsync(new EmulatorOptions(Port: 0));
        ReadyInfo ready = emulator.Ready;
        Console.WriteLine($"The Open Telekom Cloud emulator is listening on {emulator.BaseUrl}. The private keys are in {ready.KeyFolder}.");

        var context = new CallContext(CancellationToken.None);
        SecureString secret = new NetworkCredential("", ready.Password).SecurePassword;
        var options = new SessionOptions(new Uri(ready.AuthUrl), new PasswordCredential(ready.User, ready.Domain, secret))
        {
            Region = ready.Region,
            ProjectName = ready.Project,
        };
        using Session session = await Session.ConnectAsync(options, context);
        Console.WriteLine($"Signed in as user {session.UserName} of account {session.DomainName}, project {session.ProjectName}.\n");

        using KeyRing keys = KeyRing.Open(
            Directory.EnumerateFiles(ready.KeyFolder).Select(file => new KeyFileSource(file, isExplicit: true)), null);
        Console.WriteLine(Columns, "Type", "Name", "Address", "KeyName", "Status", "Right", "Password");
        Console.WriteLine(Columns, "----", "----", "-------", "-------", "------", "-----", "--------");
        var results = new List<bool>();
        foreach (ServerKind kind in new[] { ServerKind.Ecs, ServerKind.Bms })
        {
            var flow = new PasswordFlow(kind, new PasswordDecryptor(keys), null, Concurrency, () => context, context.Cancellation);
            ServerList list = kind.ServiceOf(session).List(context);
            while (await list.ReadPageAsync() is { } page)
            {
                foreach (ClientServer server in page)
                {
                    flow.Add(new ServerTarget(session, server.Id, server.Name, server));
                    while (flow.IsFull)
                    {
                        results.Add(Show((await flow.TakeAsync())!, emulator.Cloud));
                    }
                }
            }

            flow.Complete();
            while (await flow.TakeAsync() is { } outcome)
            {
                results.Add(Show(outcome, emulator.Cloud));
            }
        }

        await session.DisconnectAsync(context);
        int expected = results.Count(isExpected => isExpected);
        Console.WriteLine($"\n{expected} of {results.Count} servers returned the expected result.");
        return expected == results.Count && expected > 0 ? 0 : 1;
    }

    /// <summary>Shows the result of the first server: its password, or the reason why it is missing.</summary>
    /// <returns>true if the result is that of the emulator; otherwise, false.</returns>
    private static bool Show(ServerOutcome<PasswordResult> outcome, Cloud cloud)
    {
        ClientServer server = outcome.Target.Server!;
        Server expected = cloud.FindServer(server.Id)!;
        bool isStored = expected.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available;
        string? text = outcome.Result?.Password is { } password ? new NetworkCredential("", password).Password : null;

        // A key pair of another user has no key file, so KeyMismatch is expected.
        (string status, string shown, bool isExpected) = outcome.Error is { } e
            ? (e.Error.ToString(), e.Message, isStored && expected.KeyPair!.Owner != cloud.Users.First() && e.Error == OtcError.KeyMismatch)
            : (outcome.Result!.Status.ToString(), text ?? MissingPassword.Explain(server), text == (isStored ? expected.Password : null));
        Console.WriteLine(Columns, server.Kind, server.Name, server.Address ?? "", server.KeyName ?? "", status, isExpected ? "yes" : "NO", shown);
        return isExpected;
    }
}
