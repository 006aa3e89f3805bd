using System.Text.Json;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>Identifies an account (domain) by name or ID.</summary>
public sealed class DomainReference
{
    private DomainReference(string? id, string? name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>Gets the ID, or null for a reference by name.</summary>
    public string? Id { get; }

    /// <summary>Gets the name, or null for a reference by ID.</summary>
    public string? Name { get; }

    /// <summary>Creates a reference by ID.</summary>
    /// <param name="id">The ID.</param>
    public static DomainReference ById(string id) => new(id ?? throw new ArgumentNullException(nameof(id)), null);

    /// <summary>Creates a reference by name.</summary>
    /// <param name="name">The name, such as <c>OTC-EU-DE-00000000001000012345</c>.</param>
    public static DomainReference ByName(string name) => new(null, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>Returns the description for messages.</summary>
    public override string ToString() => Id is null ? SpecifiedText.Quote(Name!) : $"ID {SpecifiedText.Quote(Id)}";

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("domain");
        json.WriteString(Id is null ? "name" : "id", Id ?? Name);
        json.WriteEndObject();
    }
}
