using System.Text.Json.Serialization;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Servers;

/// <summary>The answer to a request for one key pair, and an entry of the list of them.</summary>
internal sealed record KeyPairResponse([property: JsonRequired] KeyPairBody? Keypair);

/// <summary>The answer to a request for all key pairs.</summary>
internal sealed record KeyPairListResponse([property: JsonRequired] ResponseList<KeyPairResponse>? Keypairs);

/// <summary>A key pair on the wire.</summary>
internal sealed record KeyPairBody(string? Name, string? Fingerprint, string? PublicKey);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(KeyPairResponse))]
[JsonSerializable(typeof(KeyPairListResponse))]
internal sealed partial class KeyPairJson : JsonSerializerContext;
