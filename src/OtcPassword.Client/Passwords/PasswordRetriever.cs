using System;
using System.Security;
using System.Threading.Tasks;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Passwords;

/// <summary>Gets the passwords of servers of one service, and decrypts them where a decryptor is given.</summary>
public sealed class PasswordRetriever
{
    private readonly ServerService _service;
    private readonly PasswordDecryptor? _decryptor;
    private readonly RegisteredKeyLookup _keys;
    private readonly CallContext _context;

    /// <summary>Creates a retriever for one call.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="kind">Which service's servers.</param>
    /// <param name="decryptor">Holds the keys; null to leave the passwords encrypted. It stays the caller's.</param>
    /// <param name="context">Stops all requests.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the service's endpoint is not known. NotConnected: signed out.</exception>
    public PasswordRetriever(Session session, ServerKind kind, PasswordDecryptor? decryptor, CallContext context)
    {
        _service = ServerService.For(session, kind);
        _keys = new RegisteredKeyLookup(session, context);
        _decryptor = decryptor;
        _context = context;
    }

    /// <summary>Gets the password of a server that is known by its ID only.</summary>
    /// <param name="serverId">The server's ID.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied, KeyMismatch, EncryptedPasswordInvalid …</exception>
    public async Task<PasswordResult> GetAsync(string serverId)
    {
        Server server = await _service.GetAsync(serverId, _context).ConfigureAwait(false);
        return await GetAsync(server, isComplete: true).ConfigureAwait(false);
    }

    /// <summary>Gets the password of a server.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied, KeyMismatch, EncryptedPasswordInvalid …</exception>
    public Task<PasswordResult> GetAsync(Server server) => GetAsync(server, isComplete: false);

    private async Task<PasswordResult> GetAsync(Server server, bool isComplete)
    {
        AskForKey(server);
        string? encrypted = await _service.GetPasswordAsync(server.Id, _context).ConfigureAwait(false);
        if (encrypted is null && !isComplete && server is { OsType: null, KeyName: not null })
        {
            // Lists can leave the operating system out; the details tell whether there is anything to wait for.
            server = await _service.GetAsync(server.Id, _context).ConfigureAwait(false);
        }

        return await ReadAsync(server, encrypted).ConfigureAwait(false);
    }

    /// <summary>Asks for the password of a server again and again, until it is there.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">How often and how long; shared by all servers of the call.</param>
    /// <exception cref="OtcException">OperationTimeout: it did not come in time. Otherwise as <see cref="GetAsync(Server)"/>.</exception>
    public async Task<PasswordResult> WaitAsync(Server server, PasswordWaitOptions options)
    {
        string? encrypted;
        do
        {
            TimeSpan left = options.Left;
            if (left == TimeSpan.Zero)
            {
                throw new OtcException(
                    OtcError.OperationTimeout,
                    $"Timed out after {options.Timeout.TotalSeconds:0} seconds waiting for the password of server {server.Name} ({server.Id}).",
                    $"Increase -TimeoutSec, or log in to the server and read the log of Cloudbase-Init: {MissingPassword.LogPath}.");
            }

            // The last request is made when the time is over, whatever the interval.
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
            return await _service.GetPasswordAsync(server.Id, _context).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.IsTransient)
        {
            _context.Trace($"Still waiting for {server.Name}: {e.Message}");
            return null;
        }
    }

    /// <summary>
    /// Has the key pair looked up while the password is on its way: else all of the first servers wait for it, one
    /// after the other request.
    /// </summary>
    private void AskForKey(Server server)
    {
        if (_decryptor is not null && server.KeyName is not null && server.IsWindows != false)
        {
            // Whoever needs the key learns of a failure.
            _ = _keys.GetAsync(server.KeyName);
        }
    }

    private async Task<PasswordResult> ReadAsync(Server server, string? encrypted)
    {
        if (encrypted is null)
        {
            return new PasswordResult(server, PasswordStatus.NotAvailable);
        }

        if (_decryptor is null)
        {
            return new PasswordResult(server, PasswordStatus.Encrypted) { EncryptedPassword = encrypted };
        }

        RegisteredKey? key = server.KeyName is null ? null : await _keys.GetAsync(server.KeyName).ConfigureAwait(false);

        // Behind the answers that have come in: they free the way for the next requests, and decrypting takes long.
        await Task.Yield();
        _context.Cancellation.ThrowIfCancellationRequested();
        SecureString password = _decryptor.Decrypt(encrypted, key, $"server {server.Name} ({server.Id})");
        return new PasswordResult(server, PasswordStatus.Decrypted) { EncryptedPassword = encrypted, Password = password };
    }
}
