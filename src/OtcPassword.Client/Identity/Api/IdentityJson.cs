using System.Text.Json.Serialization;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Identity.Api;

// The types of responses are classes with settable properties: records would contain comparisons and copies that nothing uses,
// and System.Text.Json would collect the values of each object in an array.

/// <summary>The body of a response of <c>/v3/auth/tokens</c>.</summary>
internal sealed class TokenResponse
{
    public TokenDescription? Token { get; set; }
}

/// <summary>The identity service's description of a token.</summary>
internal sealed class TokenDescription
{
    [JsonRequired]
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

    public NamedWithDomain? Domain { get; set; }

    public string? DomainId { get; set; }
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

/// <summary>The body of a response of <c>/v3/auth/projects</c> or <c>/v3/projects</c>.</summary>
internal sealed class ProjectsResponse
{
    [JsonRequired]
    public ResponseList<NamedWithDomain>? Projects { get; set; }
}

/// <summary>The body of a response of <c>/v3/auth/domains</c>.</summary>
internal sealed class DomainsResponse
{
    [JsonRequired]
    public ResponseList<NamedWithDomain>? Domains { get; set; }
}

/// <summary>The body of a response of <c>/v3/auth/catalog</c>.</summary>
internal sealed class CatalogResponse
{
    [JsonRequired]
    public ResponseList<CatalogService>? Catalog { get; set; }
}

/// <summary>The body of a response of <c>/v3.0/OS-CREDENTIAL/securitytokens</c>.</summary>
internal sealed class TemporaryKeyResponse
{
    [JsonRequired]
    public TemporaryKeyBody? Credential { get; set; }
}

/// <summary>A temporary access key on the wire.</summary>
internal sealed class TemporaryKeyBody
{
    [JsonRequired]
    public string? ExpiresAt { get; set; }

    public string? Access { get; set; }

    public string? Secret { get; set; }

    public string? Securitytoken { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(ProjectsResponse))]
[JsonSerializable(typeof(DomainsResponse))]
[JsonSerializable(typeof(CatalogResponse))]
[JsonSerializable(typeof(TemporaryKeyResponse))]
internal sealed partial class IdentityJson : JsonSerializerContext;
