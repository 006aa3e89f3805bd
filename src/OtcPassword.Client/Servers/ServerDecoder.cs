using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace OtcPassword.Client.Servers;

/// <summary>Makes a <see cref="Server"/> of what is on the wire.</summary>
internal static class ServerDecoder
{
    /// <summary>Decodes a server; null if it has no id, without which nothing can be done with it.</summary>
    public static Server? Decode(ServerBody? body, ServerKind kind) => body?.Id is null ? null : new Server
    {
        Kind = kind,
        Id = body.Id,
        Name = body.Name ?? string.Empty,
        Status = body.Status,
        KeyName = string.IsNullOrEmpty(body.KeyName) ? null : body.KeyName,
        OsType = Text(body.Metadata, "os_type"),
        ImageId = Text(body.Image, "id"),
        ImageName = Text(body.Metadata, "image_name"),
        FlavorId = Text(body.Flavor, "id"),
        AvailabilityZone = body.AvailabilityZone,
        ProjectId = body.TenantId,
        CreatedAt = Time(body.Created),
        LaunchedAt = Time(body.LaunchedAt),
        Addresses = Addresses(body.Addresses),
    };

    private static List<ServerAddress> Addresses(JsonElement networks)
    {
        var addresses = new List<ServerAddress>();
        if (networks.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty network in networks.EnumerateObject())
            {
                if (network.Value.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement entry in network.Value.EnumerateArray())
                    {
                        if (Text(entry, "addr") is { } address)
                        {
                            bool isFloating = Text(entry, "OS-EXT-IPS:type") == "floating";
                            addresses.Add(new ServerAddress(network.Name, address, isFloating));
                        }
                    }
                }
            }
        }

        return addresses;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    // ECS leaves the zone out of one of its two times ("2026-11-21T20:14:08.000000"); both are UTC.
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUniversalTime()
            : null;
}
