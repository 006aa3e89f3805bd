using System;
using System.Text.Json;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>An account (domain), by name or by id.</summary>
public sealed class DomainReference
{
    private DomainReference(string? id, string? name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The id, or null if the account is meant by its name.</summary>
    public string? Id { get; }

    /// <summary>The name, or null if the account is meant by its id.</summary>
    public string? Name { get; }

    /// <summary>Means an account by its id.</summary>
    /// <param name="id">The id.</param>
    public static DomainReference ById(string id) => new(id ?? throw new ArgumentNullException(nameof(id)), null);

    /// <summary>Means an account by its name.</summary>
    /// <param name="name">The name, such as <c>OTC-EU-DE-00000000001000012345</c>.</param>
    public static DomainReference ByName(string name) => new(null, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>As it stands in messages.</summary>
    public override string ToString() => Id is null ? $"'{Name}'" : $"id '{Id}'";

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("domain");
        json.WriteString(Id is null ? "name" : "id", Id ?? Name);
        json.WriteEndObject();
    }
}
