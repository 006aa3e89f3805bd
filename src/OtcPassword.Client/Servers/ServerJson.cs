using System.Text.Json;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>A page of <c>servers/detail</c> or <c>baremetalservers/detail</c>.</summary>
internal sealed class ServerListResponse : ResponseObject
{
    public IReadOnlyList<ServerBody>? Servers;
    public IReadOnlyList<LinkBody>? Links;

    private protected override string RequiredProperty => "servers";

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "servers" => Servers = ReadList<ServerBody>(ref reader),
        "servers_links" => Links = ReadList<LinkBody>(ref reader),
        _ => (object?)null,
    };
}

/// <summary>The response to a request for a server.</summary>
internal sealed class ServerResponse : ResponseObject
{
    public ServerBody? Server;

    private protected override string RequiredProperty => "server";

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) =>
        Server = name == RequiredProperty ? ReadObject(ref reader, new ServerBody()) : Server;
}

/// <summary>
/// The JSON of a server. Of the properties that differ between the services or between servers, it skips everything that has
/// another form.
/// </summary>
internal sealed class ServerBody : ResponseObject
{
    public string? Id;
    public string? Name;
    public string? Status;
    public string? KeyName;
    public string? Created;
    public string? LaunchedAt;
    public string? AvailabilityZone;
    public string? TenantId;
    public ServerDetails? Metadata;
    public ServerDetails? Flavor;
    public ServerDetails? Image;
    public AddressesBody? Addresses;

    /// <summary>Whether the server has the tag with which ECS marks bare metal servers.</summary>
    public bool IsBareMetal;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "id" => Id = ReadText(ref reader),
        "name" => Name = ReadText(ref reader),
        "status" => Status = ReadText(ref reader),
        "key_name" => KeyName = ReadText(ref reader),
        "created" => Created = ReadText(ref reader),
        "OS-SRV-USG:launched_at" => LaunchedAt = ReadText(ref reader),
        "OS-EXT-AZ:availability_zone" => AvailabilityZone = ReadText(ref reader),
        "tenant_id" => TenantId = ReadText(ref reader),
        "metadata" => Metadata = ReadOptionalObject(ref reader, new ServerDetails()),
        "flavor" => Flavor = ReadOptionalObject(ref reader, new ServerDetails()),
        "image" => Image = ReadOptionalObject(ref reader, new ServerDetails()),
        "addresses" => Addresses = ReadOptionalObject(ref reader, new AddressesBody()),
        "tags" => IsBareMetal = HasBareMetalTag(ref reader),
        _ => (object?)null,
    };

    private static bool HasBareMetalTag(ref Utf8JsonReader reader)
    {
        bool isFound = false;
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && ReadEntry(ref reader))
        {
            isFound |= ReadOptionalText(ref reader) == "__type_baremetal";
            reader.Skip();
        }

        return isFound;
    }
}

/// <summary>The texts that are used of <c>metadata</c>, <c>flavor</c>, and <c>image</c>.</summary>
internal sealed class ServerDetails : ResponseObject
{
    public string? Id;
    public string? OsType;
    public string? ImageName;
    public string? AdminUserName;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "id" => Id = ReadOptionalText(ref reader),
        "os_type" => OsType = ReadOptionalText(ref reader),
        "image_name" => ImageName = ReadOptionalText(ref reader),
        "admin_username" => AdminUserName = ReadOptionalText(ref reader),
        _ => null,
    };
}

/// <summary>The addresses of a server: <c>{"network": [{"addr", "OS-EXT-IPS:type", …}, …], …}</c>.</summary>
internal sealed class AddressesBody : ResponseObject
{
    public readonly List<ServerAddress> All = [];

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader)
    {
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && ReadEntry(ref reader))
        {
            if (ReadOptionalObject(ref reader, new AddressBody()) is { Address.Length: > 0 } body)
            {
                RequireFew(All);
                All.Add(new ServerAddress(ReadableText.Clean(name), body.Address, body.Type == "floating"));
            }

            reader.Skip();
        }
    }

    private sealed class AddressBody : ResponseObject
    {
        public string? Address;
        public string? Type;

        private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
        {
            "addr" => Address = ReadOptionalText(ref reader),
            "OS-EXT-IPS:type" => Type = ReadOptionalText(ref reader),
            _ => null,
        };
    }
}

/// <summary>A link, such as the one to the next page.</summary>
internal sealed class LinkBody : ResponseObject
{
    public string? Rel;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) =>
        Rel = name == "rel" ? ReadText(ref reader) : Rel;
}

/// <summary>The response of <c>os-server-password</c>.</summary>
internal sealed class PasswordResponse : ResponseObject
{
    public string? Password;

    private protected override string RequiredProperty => "password";

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) =>
        Password = name == RequiredProperty ? ReadText(ref reader) : Password;
}
