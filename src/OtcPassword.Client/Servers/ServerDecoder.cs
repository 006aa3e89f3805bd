using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>Converts the JSON of a server to a <see cref="Server"/>.</summary>
internal static class ServerDecoder
{
    // An ID should be a UUID. Other IDs are shown, unless they are too long for a URL.
    private const int LongestId = 255;

    /// <summary>Decodes a server; null if its ID is missing or invalid.</summary>
    public static Server? Decode(ServerBody? body, ServerKind kind) => body?.Id is not { Length: > 0 and <= LongestId } ? null : new Server
    {
        Kind = kind,
        Id = body.Id,
        Name = body.Name ?? string.Empty,
        Status = body.Status,
        KeyName = Text(body.KeyName),
        OsType = Text(body.Metadata?.OsType),
        AdminUserName = Text(body.Metadata?.AdminUserName),
        ImageId = Text(body.Image?.Id),
        ImageName = Text(body.Metadata?.ImageName),
        FlavorId = Text(body.Flavor?.Id),
        AvailabilityZone = body.AvailabilityZone,
        ProjectId = body.TenantId,
        CreatedAt = ResponseTime.Read(body.Created),
        LaunchedAt = ResponseTime.Read(body.LaunchedAt),
        Addresses = body.Addresses?.All ?? [],
    };

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
