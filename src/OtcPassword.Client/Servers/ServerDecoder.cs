using System;
using System.Collections.Generic;
using System.Globalization;

namespace OtcPassword.Client.Servers;

/// <summary>Makes a <see cref="Server"/> of what is on the wire.</summary>
internal static class ServerDecoder
{
    // An id is a UUID. One that is none is shown all the same, unless no address has room for it.
    private const int LongestId = 255;

    /// <summary>Decodes a server; null if it has no usable id, without which nothing can be done with it.</summary>
    public static Server? Decode(ServerBody? body, ServerKind kind) => body?.Id is not { Length: > 0 and <= LongestId } ? null : new Server
    {
        Kind = kind,
        Id = body.Id,
        Name = body.Name ?? string.Empty,
        Status = body.Status,
        KeyName = string.IsNullOrEmpty(body.KeyName) ? null : body.KeyName,
        OsType = Text(body.Metadata, "os_type"),
        AdminUserName = Text(body.Metadata, "admin_username"),
        ImageId = Text(body.Image, "id"),
        ImageName = Text(body.Metadata, "image_name"),
        FlavorId = Text(body.Flavor, "id"),
        AvailabilityZone = body.AvailabilityZone,
        ProjectId = body.TenantId,
        CreatedAt = Time(body.Created),
        LaunchedAt = Time(body.LaunchedAt),
        Addresses = body.Addresses ?? [],
    };

    private static string? Text(IReadOnlyDictionary<string, string>? texts, string name) =>
        texts is not null && texts.TryGetValue(name, out string? text) && text.Length > 0 ? text : null;

    // ECS leaves the zone out of one of its two times ("2026-11-21T20:14:08.000000"); both are UTC.
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUniversalTime()
            : null;
}
