using System.Text.Json.Serialization;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Servers;

/// <summary>The response to a request for a key pair, and an entry in the list of key pairs.</summary>
internal sealed class KeyPairResponse
{
    [JsonRequired]
    public KeyPairBody? Keypair { get; set; }
}

/// <summary>The response to a request for all key pairs.</summary>
internal sealed class KeyPairListResponse
{
    [JsonRequired]
    public ResponseList<KeyPairResponse>? Keypairs { get; set; }
}

/// <summary>The JSON of a key pair.</summary>
internal sealed class KeyPairBody
{
    public string? Name { get; set; }

    public string? Fingerprint { get; set; }

    public string? PublicKey { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(KeyPairResponse))]
[JsonSerializable(typeof(KeyPairListResponse))]
internal sealed partial class KeyPairJson : JsonSerializerContext;
