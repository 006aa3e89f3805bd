using System.Net;
using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Tests;

/// <summary>The services of a session, in the form in which most tests need them.</summary>
internal static class SessionServices
{
    public static ServerService Ecs(this Session session) => ServerKind.Ecs.ServiceOf(session);

    public static ServerService Bms(this Session session) => ServerKind.Bms.ServiceOf(session);

    public static ServerService Service(this Session session, string kind) => Kind(kind).ServiceOf(session);

    public static KeyPairService KeyPairs(this Session session) => new(session);

    /// <summary>Returns all servers of a list.</summary>
    public static async Task<List<Server>> ListAsync(this ServerService service, CallContext? context = null)
    {
        var servers = new List<Server>();
        ServerList list = service.List(context ?? TestSession.Context);
        while (await list.ReadPageAsync() is { } page)
        {
            servers.AddRange(page);
        }

        return servers;
    }

    public static async Task<int> CountServersAsync(this Session session) => (await session.Ecs().ListAsync()).Count;

    /// <summary>Gets the password of one server, with a flow of its own.</summary>
    public static async Task<PasswordResult> GetPasswordAsync(
        this Session session, ServerTarget target, KeyRing? keys = null, CallContext? context = null, PasswordDeadline? deadline = null, string kind = "ECS")
    {
        ServerOutcome<PasswordResult> outcome = (await session.Flow(keys, context, deadline: deadline, kind: kind).RunAsync([target])).Single();
        return outcome.Error is null ? outcome.Result! : throw outcome.Error;
    }

    public static Task<PasswordResult> GetPasswordAsync(this Session session, string id, KeyRing? keys = null, CallContext? context = null, string kind = "ECS") =>
        session.GetPasswordAsync(new ServerTarget(session, id), keys, context, kind: kind);

    public static PasswordFlow Flow(
        this Session session, KeyRing? keys = null, CallContext? context = null, int throttle = 32, PasswordDeadline? deadline = null, string kind = "ECS")
    {
        context ??= TestSession.Context;
        return new PasswordFlow(Kind(kind), keys is null ? null : new PasswordDecryptor(keys), deadline, throttle, () => context, context.Cancellation);
    }

    /// <summary>Returns the outcomes for servers, in the order in which they come out of the flow.</summary>
    public static async Task<List<ServerOutcome<TResult>>> RunAsync<TResult>(
        this ServerFlow<TResult> flow, IEnumerable<ServerTarget> targets, Func<int, Task>? onOutcome = null)
        where TResult : class
    {
        var outcomes = new List<ServerOutcome<TResult>>();
        foreach (ServerTarget target in targets)
        {
            flow.Add(target);
            while (flow.IsFull)
            {
                await TakeAsync();
            }
        }

        flow.Complete();
        while (await TakeAsync())
        {
        }

        return outcomes;

        async Task<bool> TakeAsync()
        {
            if (await flow.TakeAsync() is not { } outcome)
            {
                return false;
            }

            outcomes.Add(outcome);
            await (onOutcome?.Invoke(outcomes.Count) ?? Task.CompletedTask);
            return true;
        }
    }

    /// <summary>Opens the key files of an emulator.</summary>
    public static KeyRing Keys(this EmulatorReady ready) =>
        KeyRing.Open(Directory.EnumerateFiles(ready.KeyFolder).Select(file => new KeyFileSource(file, isExplicit: false)), null);

    /// <summary>Returns the text of a secret, or null.</summary>
    public static string? Text(this SecureString? secret) =>
        secret is null ? null : new NetworkCredential(string.Empty, secret).Password;

    public static ServerKind Kind(string name) => name == "ECS" ? ServerKind.Ecs : ServerKind.Bms;
}
