using System.Text.Json;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>The body of a response: each request has one of these properties.</summary>
internal sealed class IdentityResponse : ResponseObject
{
    public TokenDescription? Token;
    public IReadOnlyList<NamedWithDomain>? Projects;
    public IReadOnlyList<NamedWithDomain>? Domains;
    public IReadOnlyList<CatalogService>? Catalog;
    public TemporaryKeyBody? Credential;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "token" => Token = ReadObject(ref reader, new TokenDescription()),
        "projects" => Projects = ReadList<NamedWithDomain>(ref reader),
        "domains" => Domains = ReadList<NamedWithDomain>(ref reader),
        "catalog" => Catalog = ReadList<CatalogService>(ref reader),
        "credential" => Credential = ReadObject(ref reader, new TemporaryKeyBody()),
        _ => (object?)null,
    };
}

/// <summary>The identity service's description of a token.</summary>
internal sealed class TokenDescription : ResponseObject
{
    public string? ExpiresAt;
    public string? IssuedAt;
    public NamedWithDomain? User;
    public NamedWithDomain? Project;
    public NamedWithDomain? Domain;
    public IReadOnlyList<CatalogService>? Catalog;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "expires_at" => ExpiresAt = ReadText(ref reader),
        "issued_at" => IssuedAt = ReadText(ref reader),
        "user" => User = ReadObject(ref reader, new NamedWithDomain()),
        "project" => Project = ReadObject(ref reader, new NamedWithDomain()),
        "domain" => Domain = ReadObject(ref reader, new NamedWithDomain()),
        "catalog" => Catalog = ReadList<CatalogService>(ref reader),
        _ => (object?)null,
    };
}

/// <summary>A user, project, or account (domain).</summary>
internal sealed class NamedWithDomain : ResponseObject
{
    public string? Id;
    public string? Name;
    public string? DomainId;
    public NamedWithDomain? Domain;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "id" => Id = ReadText(ref reader),
        "name" => Name = ReadText(ref reader),
        "domain_id" => DomainId = ReadText(ref reader),
        "domain" => Domain = ReadObject(ref reader, new NamedWithDomain()),
        _ => (object?)null,
    };
}

/// <summary>A service in the service catalog.</summary>
internal sealed class CatalogService : ResponseObject
{
    public string? Type;
    public IReadOnlyList<CatalogEndpoint>? Endpoints;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "type" => Type = ReadText(ref reader),
        "endpoints" => Endpoints = ReadList<CatalogEndpoint>(ref reader),
        _ => (object?)null,
    };
}

/// <summary>An endpoint of a service.</summary>
internal sealed class CatalogEndpoint : ResponseObject
{
    public string? Interface;
    public string? Region;
    public string? RegionId;
    public string? Url;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "interface" => Interface = ReadText(ref reader),
        "region" => Region = ReadText(ref reader),
        "region_id" => RegionId = ReadText(ref reader),
        "url" => Url = ReadText(ref reader),
        _ => null,
    };
}

/// <summary>A temporary access key on the wire.</summary>
internal sealed class TemporaryKeyBody : ResponseObject
{
    public string? ExpiresAt;
    public string? Access;
    public string? Secret;
    public string? SecurityToken;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "expires_at" => ExpiresAt = ReadText(ref reader),
        "access" => Access = ReadText(ref reader),
        "secret" => Secret = ReadText(ref reader),
        "securitytoken" => SecurityToken = ReadText(ref reader),
        _ => null,
    };
}

/// <summary>The metadata of a server, as far as it is used.</summary>
internal sealed class ServerPlace : ResponseObject
{
    public string? ProjectId;
    public string? RegionId;
    public string? AvailabilityZone;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "project_id" => ProjectId = ReadText(ref reader),
        "region_id" => RegionId = ReadText(ref reader),
        "availability_zone" => AvailabilityZone = ReadText(ref reader),
        _ => null,
    };
}
