using System.Text.Json;
using System.Text.Json.Serialization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>A page of <c>servers/detail</c> or <c>baremetalservers/detail</c>.</summary>
internal sealed class ServerListResponse
{
    [JsonRequired]
    public ResponseList<ServerBody>? Servers { get; set; }

    public ResponseList<LinkBody>? ServersLinks { get; set; }
}

/// <summary>The response to a request for a server.</summary>
internal sealed class ServerResponse
{
    [JsonRequired]
    public ServerBody? Server { get; set; }
}

/// <summary>
/// The JSON of a server. Converters read the properties that differ between the services or between servers.
/// </summary>
internal sealed class ServerBody
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    public string? KeyName { get; set; }

    [JsonConverter(typeof(StringPropertiesConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; set; }

    [JsonConverter(typeof(AddressesConverter))]
    public IReadOnlyList<ServerAddress>? Addresses { get; set; }

    public string? Created { get; set; }

    [JsonPropertyName("OS-SRV-USG:launched_at")]
    public string? LaunchedAt { get; set; }

    [JsonPropertyName("OS-EXT-AZ:availability_zone")]
    public string? AvailabilityZone { get; set; }

    [JsonConverter(typeof(StringPropertiesConverter))]
    public IReadOnlyDictionary<string, string>? Flavor { get; set; }

    [JsonConverter(typeof(StringPropertiesConverter))]
    public IReadOnlyDictionary<string, string>? Image { get; set; }

    public string? TenantId { get; set; }

    /// <summary>Gets whether the server has the tag with which ECS marks bare metal servers.</summary>
    [JsonPropertyName("tags")]
    [JsonConverter(typeof(BareMetalTagConverter))]
    public bool IsBareMetal { get; set; }
}

/// <summary>A link, such as the one to the next page.</summary>
internal sealed class LinkBody
{
    public string? Rel { get; set; }
}

/// <summary>The response of <c>os-server-password</c>.</summary>
internal sealed class PasswordResponse
{
    [JsonRequired]
    public string? Password { get; set; }
}

/// <summary>Reads from the tags of a server whether it is a bare metal server. Any other tags, or none, mean that it is not.</summary>
internal sealed class BareMetalTagConverter : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        bool isFound = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isFound |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("__type_baremetal"u8);
            reader.Skip();
        }

        return isFound;
    }

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(ServerListResponse))]
[JsonSerializable(typeof(ServerResponse))]
[JsonSerializable(typeof(PasswordResponse))]
internal sealed partial class ServerJson : JsonSerializerContext;
