using System.Text.Json.Serialization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

// The types of responses are classes with settable properties: records would contain comparisons and copies that nothing uses,
// and System.Text.Json would collect the values of each object in an array.

/// <summary>The body of a response: each request has one of these properties.</summary>
internal sealed class IdentityResponse
{
    public TokenDescription? Token { get; set; }
    public ResponseList<NamedWithDomain>? Projects { get; set; }
    public ResponseList<NamedWithDomain>? Domains { get; set; }
    public ResponseList<CatalogService>? Catalog { get; set; }
    public TemporaryKeyBody? Credential { get; set; }
}

/// <summary>The identity service's description of a token.</summary>
internal sealed class TokenDescription
{
    public string? ExpiresAt { get; set; }
    public string? IssuedAt { get; set; }
    public NamedWithDomain? User { get; set; }
    public NamedWithDomain? Project { get; set; }
    public NamedWithDomain? Domain { get; set; }
    public ResponseList<CatalogService>? Catalog { get; set; }
}

/// <summary>A user, project, or account (domain).</summary>
internal sealed class NamedWithDomain
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? DomainId { get; set; }
    public NamedWithDomain? Domain { get; set; }
}

/// <summary>A service in the service catalog.</summary>
internal sealed class CatalogService
{
    public string? Type { get; set; }
    public ResponseList<CatalogEndpoint>? Endpoints { get; set; }
}

/// <summary>An endpoint of a service.</summary>
internal sealed class CatalogEndpoint
{
    public string? Interface { get; set; }
    public string? Region { get; set; }
    public string? RegionId { get; set; }
    public string? Url { get; set; }
}

/// <summary>A temporary access key on the wire.</summary>
internal sealed class TemporaryKeyBody
{
    public string? ExpiresAt { get; set; }
    public string? Access { get; set; }
    public string? Secret { get; set; }
    public string? Securitytoken { get; set; }
}

/// <summary>The metadata of a server, as far as it is used.</summary>
internal sealed class ServerPlace
{
    public string? ProjectId { get; set; }
    public string? RegionId { get; set; }
    public string? AvailabilityZone { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(IdentityResponse))]
[JsonSerializable(typeof(ServerPlace))]
internal sealed partial class IdentityJson : JsonSerializerContext;
