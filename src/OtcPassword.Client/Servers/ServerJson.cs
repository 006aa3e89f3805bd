using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcPassword.Client.Servers;

/// <summary>A page of <c>servers/detail</c> or <c>baremetalservers/detail</c>.</summary>
internal sealed record ServerListAnswer(
    [property: JsonRequired] IReadOnlyList<ServerBody?>? Servers, IReadOnlyList<LinkBody?>? ServersLinks);

/// <summary>The answer to a request for one server.</summary>
internal sealed record ServerAnswer([property: JsonRequired] ServerBody? Server);

/// <summary>
/// A server on the wire. Fields whose JSON type differs between the services, or from one server to the next, stay
/// <see cref="JsonElement"/> until they are looked at.
/// </summary>
internal sealed record ServerBody
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }

    public string? KeyName { get; init; }

    public JsonElement Metadata { get; init; }

    public JsonElement Addresses { get; init; }

    public string? Created { get; init; }

    [JsonPropertyName("OS-SRV-USG:launched_at")]
    public string? LaunchedAt { get; init; }

    [JsonPropertyName("OS-EXT-AZ:availability_zone")]
    public string? AvailabilityZone { get; init; }

    public JsonElement Flavor { get; init; }

    public JsonElement Image { get; init; }

    public string? TenantId { get; init; }
}

/// <summary>A link, such as the one to the next page.</summary>
internal sealed record LinkBody(string? Rel);

/// <summary>The answer of <c>os-server-password</c>.</summary>
internal sealed record PasswordAnswer([property: JsonRequired] string? Password);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerListAnswer))]
[JsonSerializable(typeof(ServerAnswer))]
[JsonSerializable(typeof(PasswordAnswer))]
internal sealed partial class ServerJson : JsonSerializerContext;
