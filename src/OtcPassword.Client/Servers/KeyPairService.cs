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
    /// <param name="session">The session.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown.</exception>
    public KeyPairService(Session session)
    {
        _ = session ?? throw new ArgumentNullException(nameof(session));
        _client = session.ServiceClient;
        _endpoint = session.RequireEcsEndpoint();
        _memory = KeyPairMemory.Of(session);
    }

    /// <summary>Lists the user's key pairs.</summary>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">PermissionDenied, UnexpectedResponse, NetworkFailure …</exception>
    public async Task<IReadOnlyList<KeyPair>> ListAsync(CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri($"{_endpoint.AbsoluteUri}/os-keypairs"), "the list of key pairs");
        KeyPairListResponse response =
            await _client.ReadAsync(request, KeyPairJson.Default.KeyPairListResponse, context).ConfigureAwait(false);
        List<KeyPair> pairs = (response.Keypairs ?? []).Select(entry => Decode(entry)).OfType<KeyPair>().ToList();
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
    /// Gets a key pair; null if the user has no access to it. A key pair of another user cannot be distinguished from a missing
    /// one.
    /// </summary>
    /// <param name="name">The name of the key pair.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">UnexpectedResponse, NetworkFailure …</exception>
    public async Task<KeyPair?> FindAsync(string name, CallContext context)
    {
        if (name is "." or ".." or { Length: 0 or > LongestName })
        {
            // Key pairs cannot have these names, and no encoding prevents the removal of the first two from a URL.
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
            context.Trace(
                $"Cannot access key pair '{name}' (HTTP {e.StatusCode}): it does not exist, belongs to another user, or the permission to read key pairs is missing.");
            _memory.Remember(name, pair: null);
            return null;
        }
    }

    private static KeyPair? Decode(KeyPairResponse response) =>
        response.Keypair is { Name: { } name } body ? new KeyPair(name, body.Fingerprint, body.PublicKey) : null;
}
