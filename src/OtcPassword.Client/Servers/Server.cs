namespace OtcPassword.Client.Servers;

/// <summary>A server as its service describes it.</summary>
public sealed record Server
{
    // Virtual servers are launched within a minute of their creation; a bare metal server can take longer.
    private static readonly TimeSpan LongestFirstLaunch = TimeSpan.FromHours(1);

    /// <summary>Gets the service: ECS or BMS.</summary>
    public required ServerKind Kind { get; init; }

    /// <summary>Gets the ID of the server, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the server, which is not unique.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the status, such as <c>ACTIVE</c>, <c>SHUTOFF</c>, <c>BUILD</c>, or <c>ERROR</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Gets the name of the key pair that the server was created with, or null. It encrypts the password.</summary>
    public string? KeyName { get; init; }

    /// <summary>Gets the operating system, <c>Windows</c> or <c>Linux</c>; null if the service does not report it.</summary>
    public string? OsType { get; init; }

    /// <summary>
    /// Gets the user whose password Cloudbase-Init sets if the server's metadata contains it; otherwise, null.
    /// </summary>
    public string? AdminUserName { get; init; }

    /// <summary>Gets the ID of the image that the server was created from; null if it was created from a volume.</summary>
    public string? ImageId { get; init; }

    /// <summary>Gets the name of that image.</summary>
    public string? ImageName { get; init; }

    /// <summary>Gets the ID of the flavor, such as <c>s3.xlarge.4</c>.</summary>
    public string? FlavorId { get; init; }

    /// <summary>Gets the availability zone, such as <c>eu-de-01</c>.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Gets the ID of the server's project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Gets the time when the server was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the time when the server was last launched; null before the first launch.</summary>
    public DateTimeOffset? LaunchedAt { get; init; }

    /// <summary>Gets all IP addresses of the server.</summary>
    public IReadOnlyList<ServerAddress> Addresses { get; init; } = [];

    /// <summary>
    /// Gets the preferred address of the server: the floating IPv4 address (EIP), a fixed IPv4 address, or any other address;
    /// null if it has none.
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

    /// <summary>Gets whether the server runs Windows; null if it is unknown.</summary>
    public bool? IsWindows => OsType is null ? null : OsType.Equals("Windows", StringComparison.OrdinalIgnoreCase);
}
