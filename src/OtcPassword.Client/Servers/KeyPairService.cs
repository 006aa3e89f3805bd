using System.Text.Json;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>An SSH key pair as it is registered in the cloud.</summary>
/// <param name="Name">The name, unique for its user.</param>
/// <param name="Fingerprint">MD5 of the public key, as pairs of hex digits with colons.</param>
/// <param name="PublicKey">The public key in OpenSSH's one-line form, <c>ssh-rsa AAAA… comment</c>.</param>
public sealed record KeyPair(string Name, string? Fingerprint, string? PublicKey);

/// <summary>
/// The key pairs of the signed-in user: <c>os-keypairs</c> of https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/.
/// </summary>
public sealed class KeyPairService
{
    private const int LongestName = 255;

    private readonly ServiceClient _client;
    private readonly Uri _endpoint;

    /// <summary>Creates the service of a session.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown.</exception>
    public KeyPairService(Session session)
    {
        _ = session ?? throw new ArgumentNullException(nameof(session));
        _client = session.ServiceClient;
        _endpoint = session.RequireEcsEndpoint();
    }

    /// <summary>Lists the user's key pairs.</summary>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">PermissionDenied, UnexpectedResponse, NetworkFailure …</exception>
    public async Task<IReadOnlyList<KeyPair>> ListAsync(CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri($"{_endpoint.AbsoluteUri}/os-keypairs"), "the list of key pairs");
        ApiResponse response = await _client.SendAsync(request, context).ConfigureAwait(false);
        return (response.Read(request, new KeyPairListResponse()).KeyPairs ?? []).Select(Decode).OfType<KeyPair>().ToList();
    }

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
            ApiResponse response = await _client.SendAsync(request, context).ConfigureAwait(false);
            return Decode(response.Read(request, new KeyPairResponse()));
        }
        catch (OtcException e) when (e.StatusCode is 403 or 404)
        {
            context.Trace(
                $"Cannot access key pair '{name}' (HTTP {e.StatusCode}): it does not exist, belongs to another user, "
                + "or the permission to read key pairs is missing.");
            return null;
        }
    }

    private static KeyPair? Decode(KeyPairResponse response) =>
        response.KeyPair is { Name: { } name } body ? new KeyPair(name, body.Fingerprint, body.PublicKey) : null;
}

/// <summary>The response to a request for a key pair, and an entry in the list of key pairs.</summary>
internal sealed class KeyPairResponse : ResponseObject
{
    public KeyPairBody? KeyPair;

    private protected override string RequiredProperty => "keypair";

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) =>
        KeyPair = name == RequiredProperty ? ReadObject(ref reader, new KeyPairBody()) : KeyPair;
}

/// <summary>The response to a request for all key pairs.</summary>
internal sealed class KeyPairListResponse : ResponseObject
{
    public IReadOnlyList<KeyPairResponse>? KeyPairs;

    private protected override string RequiredProperty => "keypairs";

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) =>
        KeyPairs = name == RequiredProperty ? ReadList<KeyPairResponse>(ref reader) : KeyPairs;
}

/// <summary>The JSON of a key pair.</summary>
internal sealed class KeyPairBody : ResponseObject
{
    public string? Name;
    public string? Fingerprint;
    public string? PublicKey;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "name" => Name = ReadText(ref reader),
        "fingerprint" => Fingerprint = ReadText(ref reader),
        "public_key" => PublicKey = ReadText(ref reader),
        _ => null,
    };
}
