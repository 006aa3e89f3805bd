using System.Collections.Concurrent;
using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>Gets the passwords of servers, decrypts them if there is a decryptor, and waits for them if there is a deadline.</summary>
/// <param name="kind">The kind of the servers.</param>
/// <param name="decryptor">Decrypts the passwords, or null to leave them encrypted. The caller disposes its keys.</param>
/// <param name="deadline">How long and how often passwords that are not stored yet are requested; null not to wait.</param>
/// <param name="throttleLimit">The maximum number of concurrent requests per session.</param>
/// <param name="createContext">
/// Creates the context of the requests in one session, so that a slow or throttled session does not delay the others.
/// </param>
/// <param name="cancellation">Cancels the work.</param>
public sealed class PasswordFlow(
    ServerKind kind,
    PasswordDecryptor? decryptor,
    PasswordDeadline? deadline,
    int throttleLimit,
    Func<CallContext> createContext,
    CancellationToken cancellation)
    : ServerFlow<PasswordResult>(throttleLimit, cancellation)
{
    private readonly ConcurrentDictionary<Session, Lazy<Services>> _services = new();

    private protected override bool IsTimedOut(PasswordResult? result) => result?.IsTimedOut == true;

    private protected override Task<PasswordResult?> WorkAsync(ServerTarget target, Action<Server?> startWaiting)
    {
        Services services = _services
            .GetOrAdd(target.Session, session => new(() => new Services(kind.ServiceOf(session), session, createContext()))).Value;
        return deadline is null ? GetAsync(services, target) : WaitAsync(services, target, startWaiting, deadline);
    }

    private static bool IsAwaited(PasswordResult? result) =>
        result?.Status == PasswordStatus.NotAvailable && MissingPassword.CanBeWaitedFor(result.Server);

    private async Task<PasswordResult?> WaitAsync(
        Services services, ServerTarget target, Action<Server?> startWaiting, PasswordDeadline until)
    {
        PasswordResult? result = null;
        for (bool isFirst = true; ; isFirst = false)
        {
            bool isLast = !isFirst && until.Left == TimeSpan.Zero;
            if (isLast && result is not null)
            {
                return new PasswordResult(result.Server, PasswordStatus.NotAvailable) { IsTimedOut = true };
            }

            Server? server = result?.Server ?? target.Server;
            if (!isFirst)
            {
                await until.DelayAsync(kind, server, services.Context.Cancellation).ConfigureAwait(false);
            }

            try
            {
                result = await GetAsync(services, target with { Server = server }).ConfigureAwait(false);
                if (!IsAwaited(result))
                {
                    return result;
                }
            }
            catch (OtcException e) when (!isLast && e.IsTransient)
            {
                services.TraceFailure(target, e);
            }

            if (isFirst)
            {
                startWaiting(result?.Server);
            }
        }
    }

    private async Task<PasswordResult?> GetAsync(Services services, ServerTarget target)
    {
        RequestKey(services, target.Server);

        // A server that is known by its ID is requested at the same time as its password.
        Task<Server> looking = target.Server is null ? services.Lookup.GetAsync(target.Id) : Task.FromResult(target.Server);
        Task<string?> getting = services.Servers.GetPasswordAsync(target.Id, services.Context, target.Name);
        Observe(getting);
        Server server = await looking.ConfigureAwait(false);
        RequestKey(services, server);
        if (await getting.ConfigureAwait(false) is { } encrypted)
        {
            if (decryptor is null)
            {
                return new PasswordResult(server, PasswordStatus.Encrypted) { EncryptedPassword = encrypted };
            }

            RegisteredKeyCache.Entry? key =
                server.KeyName is null ? null : await services.Keys.GetAsync(server.KeyName).ConfigureAwait(false);

            // Later, so that responses that already arrived free their request slots before the slow RSA decryption.
            return await Task.Run(() => Decrypt(decryptor, services, server, encrypted, key)).ConfigureAwait(false);
        }

        // Lists can omit the operating system; the details show whether a password can still arrive.
        bool mustAsk = server is { IsListEntry: true, OsType: null, KeyName: not null };
        return new PasswordResult(
            mustAsk ? await services.Servers.GetAsync(server.Id, services.Context).ConfigureAwait(false) : server,
            PasswordStatus.NotAvailable);
    }

    // Not awaited here, so that the first servers do not wait for two requests, one after the other.
    private void RequestKey(Services services, Server? server)
    {
        if (decryptor is not null && server?.KeyName is not null && server.IsWindows != false)
        {
            Observe(services.Keys.GetAsync(server.KeyName));
        }
    }

    // If another request for the server fails first, nobody awaits this one.
    private static void Observe(Task task) => _ = task.ContinueWith(
        static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static PasswordResult Decrypt(
        PasswordDecryptor decryptor, Services services, Server server, string encrypted, RegisteredKeyCache.Entry? key)
    {
        services.Context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            SecureString password = decryptor.Decrypt(encrypted, key?.Key, $"server {server.Name} ({server.Id})", out StoredKey used);
            return new PasswordResult(server, PasswordStatus.Decrypted)
            {
                EncryptedPassword = encrypted,
                Password = password,
                KeyPairFailure = key?.Failure,
                IsOfOtherKey = key?.Key.PublicKey is { } registered && !registered.Equals(used.PublicKey),
            };
        }
        catch (OtcException e) when (e.Error is OtcError.KeyMismatch && key?.Failure is not null)
        {
            // The key pair would show which key is the right one.
            throw key.Failure;
        }
    }

    /// <summary>What the flow needs in one session.</summary>
    private sealed class Services(ServerService servers, Session session, CallContext context)
    {
        public ServerService Servers { get; } = servers;

        public CallContext Context { get; } = context;

        public ServerLookup Lookup { get; } = new(servers, context);

        public RegisteredKeyCache Keys { get; } = new(session, context);

        public void TraceFailure(ServerTarget target, OtcException failure) =>
            Context.Trace($"A request for the password of server {target} failed. Waiting continues. {failure.Message}");
    }
}
