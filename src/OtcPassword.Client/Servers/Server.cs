using System;
using System.Collections.Generic;

namespace OtcPassword.Client.Servers;

/// <summary>A server as its service describes it.</summary>
public sealed record Server
{
    // Virtual servers are launched within a minute of their creation; a bare metal server can take longer.
    private static readonly TimeSpan LongestFirstLaunch = TimeSpan.FromHours(1);

    /// <summary>Virtual or bare metal.</summary>
    public required ServerKind Kind { get; init; }

    /// <summary>The server's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The server's name; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>The state, such as <c>ACTIVE</c>, <c>SHUTOFF</c>, <c>BUILD</c> or <c>ERROR</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The SSH key pair the server was made with, which its password is encrypted for; null if none.</summary>
    public string? KeyName { get; init; }

    /// <summary><c>Windows</c> or <c>Linux</c>; null if the service does not say.</summary>
    public string? OsType { get; init; }

    /// <summary>
    /// Gets the account whose password Cloudbase-Init sets, where the server's metadata names it; otherwise, null.
    /// </summary>
    public string? AdminUserName { get; init; }

    /// <summary>The id of the image the server was made from; null if it was made from a volume.</summary>
    public string? ImageId { get; init; }

    /// <summary>The name of that image.</summary>
    public string? ImageName { get; init; }

    /// <summary>The id of the flavor, such as <c>s3.xlarge.4</c>.</summary>
    public string? FlavorId { get; init; }

    /// <summary>The availability zone, such as <c>eu-de-01</c>.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>The project the server belongs to.</summary>
    public string? ProjectId { get; init; }

    /// <summary>When the server was ordered.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the server was first started; null before.</summary>
    public DateTimeOffset? LaunchedAt { get; init; }

    /// <summary>All addresses of the server.</summary>
    public IReadOnlyList<ServerAddress> Addresses { get; init; } = [];

    /// <summary>
    /// The address to reach the server by: its floating IPv4 address (EIP), else a fixed IPv4 one, else any; null if it
    /// has none.
    /// </summary>
    public string? Address
    {
        get
        {
            ServerAddress? best = null;
            foreach (ServerAddress address in Addresses)
            {
                if (best is null || address.Preference > best.Preference)
                {
                    best = address;
                }
            }

            return best?.Address;
        }
    }

    /// <summary>
    /// Gets whether the OS was probably installed again: the server was launched much later than it was created. A resize
    /// looks the same.
    /// </summary>
    public bool MayBeReinstalled => LaunchedAt - CreatedAt > LongestFirstLaunch;

    /// <summary>Gets whether this is an entry of a list, which can leave out properties that the server's details have.</summary>
    internal bool IsListEntry { get; init; }

    /// <summary>True if this is known to be a Windows server, false if it is known not to be; else null.</summary>
    public bool? IsWindows => OsType is null ? null : OsType.Equals("Windows", StringComparison.OrdinalIgnoreCase);
}
