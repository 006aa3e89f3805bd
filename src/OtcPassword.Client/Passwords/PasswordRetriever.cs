using System.Security;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>Gets the passwords of servers of one service, and decrypts them if there is a decryptor.</summary>
public sealed class PasswordRetriever
{
    private readonly ServerService _service;
    private readonly PasswordDecryptor? _decryptor;
    private readonly ServerLookup _servers;
    private readonly RegisteredKeyLookup _keys;
    private readonly CallContext _context;

    /// <summary>Creates a retriever for one command.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">The service of the servers.</param>
    /// <param name="decryptor">Decrypts the passwords, or null to leave them encrypted. The caller disposes its keys.</param>
    /// <param name="context">Cancels all requests.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint of the service is unknown.</exception>
    public PasswordRetriever(Session session, ServerKind kind, PasswordDecryptor? decryptor, CallContext context)
    {
        _service = ServerService.For(session, kind);
        _servers = new ServerLookup(_service, context);
        _keys = new RegisteredKeyLookup(session, context);
        _decryptor = decryptor;
        _context = context;
    }

    /// <summary>Gets the password of a server by its ID.</summary>
    /// <param name="serverId">The server's ID.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied, KeyMismatch, EncryptedPasswordInvalid …</exception>
    public async Task<PasswordResult> GetAsync(string serverId)
    {
        Task<Server> looking = _servers.GetAsync(serverId);
        Task<string?> getting = _service.GetPasswordAsync(serverId, _context);
        try
        {
            Server server = await looking.ConfigureAwait(false);
            RequestKey(server);
            return await ReadAsync(server, await getting.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch
        {
            // A server that does not exist fails both requests; the first failure is reported, the other one is observed here.
            _ = getting.ContinueWith(static task => task.Exception, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Gets the password of a server.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied, KeyMismatch, EncryptedPasswordInvalid …</exception>
    public async Task<PasswordResult> GetAsync(Server server)
    {
        RequestKey(server);
        string? encrypted = await _service.GetPasswordAsync(server.Id, _context, server.Name).ConfigureAwait(false);
        return await ReadAsync(server, encrypted).ConfigureAwait(false);
    }

    /// <summary>Requests the password of a server repeatedly, until it is available or the time is over.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">How often and how long; shared by all servers of the command.</param>
    /// <returns>The password, or a result with the status NotAvailable if the time is over.</returns>
    /// <exception cref="OtcException">As <see cref="GetAsync(Server)"/>.</exception>
    public async Task<PasswordResult> WaitAsync(Server server, PasswordWaitOptions options)
    {
        string? encrypted;
        do
        {
            TimeSpan left = options.Left;
            if (left == TimeSpan.Zero)
            {
                return new PasswordResult(server, PasswordStatus.NotAvailable);
            }

            // The last request is sent when the time is over, regardless of the interval.
            TimeSpan pause = options.Interval ?? PollInterval.For(MissingPassword.Age(server));
            await Task.Delay(pause < left ? pause : left, _context.Cancellation).ConfigureAwait(false);
            encrypted = await PollAsync(server).ConfigureAwait(false);
        }
        while (encrypted is null);

        return await ReadAsync(server, encrypted).ConfigureAwait(false);
    }

    private async Task<string?> PollAsync(Server server)
    {
        try
        {
            return await _service.GetPasswordAsync(server.Id, _context, server.Name).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.IsTransient)
        {
            _context.Trace($"A request for the password of server {server.Name} failed. Waiting continues. {e.Message}");
            return null;
        }
    }

    /// <summary>
    /// Requests the key pair while the password is requested; otherwise, the first servers would wait for two requests, one
    /// after the other.
    /// </summary>
    private void RequestKey(Server server)
    {
        if (_decryptor is not null && server.KeyName is not null && server.IsWindows != false)
        {
            // Not awaited here: DecryptAsync awaits the same task and reports its failure.
            _ = _keys.GetAsync(server.KeyName);
        }
    }

    private async Task<PasswordResult> ReadAsync(Server server, string? encrypted)
    {
        if (encrypted is null)
        {
            // Lists can omit the operating system; the details show whether a password can still arrive.
            bool mustAsk = server is { IsListEntry: true, OsType: null, KeyName: not null };
            return new PasswordResult(
                mustAsk ? await _service.GetAsync(server.Id, _context).ConfigureAwait(false) : server, PasswordStatus.NotAvailable);
        }

        if (_decryptor is null)
        {
            return new PasswordResult(server, PasswordStatus.Encrypted) { EncryptedPassword = encrypted };
        }

        SecureString password = await DecryptAsync(_decryptor, server, encrypted).ConfigureAwait(false);
        return new PasswordResult(server, PasswordStatus.Decrypted) { EncryptedPassword = encrypted, Password = password };
    }

    private async Task<SecureString> DecryptAsync(PasswordDecryptor decryptor, Server server, string encrypted)
    {
        string description = $"server {server.Name} ({server.Id})";
        RegisteredKey? key = server.KeyName is null ? null : await _keys.GetAsync(server.KeyName).ConfigureAwait(false);

        // Yield first, so that responses that already arrived free their request slots before the slow RSA decryption.
        await Task.Yield();
        _context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            return decryptor.Decrypt(encrypted, key, description);
        }
        catch (OtcException e) when (e.Error is OtcError.KeyMismatch && key is not null && _keys.IsRecalled(key.Name))
        {
            // The key pair may have been replaced since this session requested it.
            return decryptor.Decrypt(encrypted, await _keys.RefreshAsync(key.Name).ConfigureAwait(false), description);
        }
    }
}
