using System;
using System.Text.Json.Serialization;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Identity.Api;

/// <summary>The body of a response of <c>/v3/auth/tokens</c>.</summary>
internal sealed record TokenResponse(TokenDescription? Token);

/// <summary>The identity service's description of a token.</summary>
internal sealed record TokenDescription(
    [property: JsonRequired] DateTimeOffset ExpiresAt,
    DateTimeOffset? IssuedAt,
    NamedWithDomain? User,
    NamedWithDomain? Project,
    NamedWithDomain? Domain,
    ResponseList<CatalogService>? Catalog);

/// <summary>A user, project, or account (domain).</summary>
internal sealed record NamedWithDomain(string? Id, string? Name, NamedWithDomain? Domain, string? DomainId = null);

/// <summary>A service in the service catalog.</summary>
internal sealed record CatalogService(string? Type, ResponseList<CatalogEndpoint>? Endpoints);

/// <summary>An endpoint of a service.</summary>
internal sealed record CatalogEndpoint(string? Interface, string? Region, string? RegionId, string? Url);

/// <summary>The body of a response of <c>/v3/auth/projects</c> or <c>/v3/projects</c>.</summary>
internal sealed record ProjectsResponse([property: JsonRequired] ResponseList<NamedWithDomain>? Projects);

/// <summary>The body of a response of <c>/v3/auth/domains</c>.</summary>
internal sealed record DomainsResponse([property: JsonRequired] ResponseList<NamedWithDomain>? Domains);

/// <summary>The body of a response of <c>/v3/auth/catalog</c>.</summary>
internal sealed record CatalogResponse([property: JsonRequired] ResponseList<CatalogService>? Catalog);

/// <summary>The body of a response of <c>/v3.0/OS-CREDENTIAL/securitytokens</c>.</summary>
internal sealed record TemporaryKeyResponse([property: JsonRequired] TemporaryKeyBody? Credential);

/// <summary>A temporary access key on the wire.</summary>
internal sealed record TemporaryKeyBody(
    [property: JsonRequired] DateTimeOffset ExpiresAt, string? Access, string? Secret, string? Securitytoken);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(ProjectsResponse))]
[JsonSerializable(typeof(DomainsResponse))]
[JsonSerializable(typeof(CatalogResponse))]
[JsonSerializable(typeof(TemporaryKeyResponse))]
internal sealed partial class IdentityJson : JsonSerializerContext;
