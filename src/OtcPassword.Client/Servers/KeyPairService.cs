using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// The key pairs of the signed-in user: <c>os-keypairs</c> of https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/.
/// </summary>
public sealed class KeyPairService
{
    private const int LongestName = 255;

    private readonly ServiceClient _client;
    private readonly Uri _endpoint;
    private readonly KeyPairMemory _memory;

    /// <summary>Creates the service of a session.</summary>
    /// <param name="session">The session to work in.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown. NotConnected: the session was signed out.</exception>
    public KeyPairService(Session session)
    {
        _ = session ?? throw new ArgumentNullException(nameof(session));
        _client = session.ServiceClient;
        _endpoint = session.RequireEcsEndpoint();
        _memory = KeyPairMemory.Of(session);
    }

    /// <summary>Lists the user's key pairs.</summary>
    /// <param name="context">Stops the call.</param>
    /// <exception cref="OtcException">PermissionDenied, UnexpectedResponse, NetworkFailure …</exception>
    public async Task<IReadOnlyList<KeyPair>> ListAsync(CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri($"{_endpoint.AbsoluteUri}/os-keypairs"), "the list of key pairs");
        KeyPairListResponse answer =
            await _client.ReadAsync(request, KeyPairJson.Default.KeyPairListResponse, context).ConfigureAwait(false);
        List<KeyPair> pairs = (answer.Keypairs ?? []).Select(entry => Decode(entry)).OfType<KeyPair>().ToList();
        _memory.Remember(pairs);
        return pairs;
    }

    /// <summary>Returns the user's key pairs if this session listed them in the last five minutes; otherwise, null.</summary>
    public IReadOnlyList<KeyPair>? RecallList() => _memory.RecallList();

    /// <summary>
    /// Returns true if this session requested the key pair in the last five minutes, whether or not the user can see it.
    /// </summary>
    /// <param name="name">The name of the key pair.</param>
    /// <param name="pair">The key pair, or null if the user cannot see it.</param>
    public bool TryRecall(string name, out KeyPair? pair) => _memory.TryRecall(name, out pair);

    /// <summary>
    /// Gets a key pair; null if the user can't see it. Key pairs belong to one user: another user's looks like none.
    /// </summary>
    /// <param name="name">The key pair's name.</param>
    /// <param name="context">Stops the call.</param>
    /// <exception cref="OtcException">UnexpectedResponse, NetworkFailure …</exception>
    public async Task<KeyPair?> FindAsync(string name, CallContext context)
    {
        if (name is "." or ".." or { Length: 0 or > LongestName })
        {
            // No key pair is called so; and no encoding keeps the first three from being folded away in an address.
            return null;
        }

        var request = new ApiRequest(
            HttpMethod.Get,
            new Uri($"{_endpoint.AbsoluteUri}/os-keypairs/{Uri.EscapeDataString(name)}"),
            $"key pair '{name}'");
        try
        {
            KeyPair? pair = Decode(await _client.ReadAsync(request, KeyPairJson.Default.KeyPairResponse, context).ConfigureAwait(false));
            _memory.Remember(name, pair);
            return pair;
        }
        catch (OtcException e) when (e.StatusCode is 403 or 404)
        {
            context.Trace($"Key pair '{name}' is not visible to this user.");
            _memory.Remember(name, pair: null);
            return null;
        }
    }

    private static KeyPair? Decode(KeyPairResponse answer) =>
        answer.Keypair is { Name: { } name } body ? new KeyPair(name, body.Fingerprint, body.PublicKey) : null;
}
