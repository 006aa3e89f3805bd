using System;
using System.Text.Json.Serialization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>The body of an answer of <c>/v3/auth/tokens</c>.</summary>
internal sealed record TokenAnswer(TokenDescription? Token);

/// <summary>What the identity service says about a token.</summary>
internal sealed record TokenDescription(
    [property: JsonRequired] DateTimeOffset ExpiresAt,
    DateTimeOffset? IssuedAt,
    NamedWithDomain? User,
    NamedWithDomain? Project,
    NamedWithDomain? Domain,
    AnswerList<CatalogService>? Catalog);

/// <summary>A user, project or domain.</summary>
internal sealed record NamedWithDomain(string? Id, string? Name, NamedWithDomain? Domain, string? DomainId = null);

/// <summary>A service of the catalog.</summary>
internal sealed record CatalogService(string? Type, AnswerList<CatalogEndpoint>? Endpoints);

/// <summary>One of the addresses of a service.</summary>
internal sealed record CatalogEndpoint(string? Interface, string? Region, string? RegionId, string? Url);

/// <summary>The body of an answer of <c>/v3/auth/projects</c> or <c>/v3/projects</c>.</summary>
internal sealed record ProjectsAnswer([property: JsonRequired] AnswerList<NamedWithDomain>? Projects);

/// <summary>The body of an answer of <c>/v3/auth/domains</c>.</summary>
internal sealed record DomainsAnswer([property: JsonRequired] AnswerList<NamedWithDomain>? Domains);

/// <summary>The body of an answer of <c>/v3/auth/catalog</c>.</summary>
internal sealed record CatalogAnswer([property: JsonRequired] AnswerList<CatalogService>? Catalog);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(ProjectsAnswer))]
[JsonSerializable(typeof(DomainsAnswer))]
[JsonSerializable(typeof(CatalogAnswer))]
internal sealed partial class IdentityJson : JsonSerializerContext;
