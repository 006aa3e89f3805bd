using System.Text.Json.Serialization;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Servers;

/// <summary>The response to a request for a key pair, and an entry in the list of key pairs.</summary>
internal sealed record KeyPairResponse([property: JsonRequired] KeyPairBody? Keypair);

/// <summary>The response to a request for all key pairs.</summary>
internal sealed record KeyPairListResponse([property: JsonRequired] ResponseList<KeyPairResponse>? Keypairs);

/// <summary>The JSON of a key pair.</summary>
internal sealed record KeyPairBody(string? Name, string? Fingerprint, string? PublicKey);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(KeyPairResponse))]
[JsonSerializable(typeof(KeyPairListResponse))]
internal sealed partial class KeyPairJson : JsonSerializerContext;
