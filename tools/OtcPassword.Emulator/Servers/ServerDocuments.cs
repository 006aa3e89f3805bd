namespace OtcPassword.Emulator.Servers;

/// <summary>Writes servers with generated code: a page has up to 1,000 of them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ServerResponse<EcsServer>))]
[JsonSerializable(typeof(ServerResponse<BmsServer>))]
[JsonSerializable(typeof(EcsPage<EcsServer>))]
[JsonSerializable(typeof(EcsPage<EcsServerName>))]
[JsonSerializable(typeof(BmsPage))]
internal sealed partial class ServersJson : JsonSerializerContext;

internal sealed record ServerResponse<T>(T Server);

internal sealed record EcsPage<T>(
    List<T> Servers, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Link[]? ServersLinks);

internal sealed record BmsPage(List<BmsServer> Servers, int Count);

internal sealed record Link(string Rel, string Href);

internal sealed record EcsServerName(Guid Id, string Name, Link[] Links);

/// <summary>What the links and servers of one ECS request have in common. The microversion is 2.<paramref name="Minor"/>.</summary>
internal sealed record EcsRequest(string BaseUrl, string Version, string Project, int Minor)
{
    public Link[] Links(string what, string id) => [new("self", $"{BaseUrl}/{Version}/{Project}/{what}/{id}"), Bookmark(what, id)];

    public Link Bookmark(string what, string id) => new("bookmark", $"{BaseUrl}/{Project}/{what}/{id}");
}

/// <summary>A server as Nova describes it, in the order of Nova's members.</summary>
internal sealed class EcsServer(Server server, EcsRequest request, bool withOsType = true)
{
    private const JsonIgnoreCondition IfNull = JsonIgnoreCondition.WhenWritingNull;

    private readonly ServerImage _image = ServerImage.Of(server);

    public string Id { get; } = server.Id.ToString("D");
    public string Name => server.Name;
    public string Status => server.Entry.Status;
    public string TenantId => server.Project.Id;
    public string UserId => server.Owner.Id;
    public ServerMetadata Metadata => new(server, withOsType);
    [JsonPropertyName("hostId")] public string HostId { get; } = "72e3ef52b6e7e46c42765e66ec2c7af87fbd49fa4e086ed802874835";
    public EcsPart Image => new(_image.Id, [request.Bookmark("images", _image.Id)]);
    public EcsPart Flavor => new(Model.Flavor.Of(server), request);
    public string Created => Timestamp.Seconds(server.Created);
    public string Updated => Timestamp.Seconds(server.Launched);
    public Dictionary<string, Address<int>[]> Addresses => Address<int>.Of(server, 4);
    [JsonPropertyName("accessIPv4")] public string AccessIPv4 { get; } = "";
    [JsonPropertyName("accessIPv6")] public string AccessIPv6 { get; } = "";
    public Link[] Links => request.Links("servers", Id);
    [JsonPropertyName("OS-DCF:diskConfig")] public string DiskConfig { get; } = "MANUAL";
    [JsonIgnore(Condition = IfNull)] public int? Progress => server.Entry.Status is "ACTIVE" or "BUILD" ? 0 : null;
    [JsonPropertyName("OS-EXT-AZ:availability_zone")] public string AvailabilityZone { get; } = "eu-de-01";
    public string ConfigDrive { get; } = "";
    public string? KeyName => server.KeyPair?.Name;
    [JsonPropertyName("OS-SRV-USG:launched_at")] public string? LaunchedAt => ServerStates.LaunchedAt(server);
    [JsonPropertyName("OS-SRV-USG:terminated_at")] public string? TerminatedAt { get; }
    [JsonPropertyName("OS-EXT-STS:task_state")] public string? TaskState { get; }
    [JsonPropertyName("OS-EXT-STS:vm_state")] public string VmState => ServerStates.VmState(server);
    [JsonPropertyName("OS-EXT-STS:power_state")] public int PowerState => ServerStates.PowerState(server);
    [JsonPropertyName("os-extended-volumes:volumes_attached")] public string[] VolumesAttached { get; } = [];
    [JsonIgnore(Condition = IfNull)] public bool? Locked { get; } = request.Minor >= 9 ? false : null;
    [JsonIgnore(Condition = IfNull)] public string? Description => request.Minor >= 19 ? server.Name : null;

    // Nova has tags since version 2.26. OTC has the tag of a bare metal server in every version.
    [JsonIgnore(Condition = IfNull)] public string[]? Tags => request.Minor >= 26 || server.Entry.BareMetal ? ServerStates.Tags(server) : null;
    public SecurityGroup[] SecurityGroups { get; } = SecurityGroup.All;
}

/// <summary>A server as the BMS v1 API describes it: as Nova, but with numbers written as text.</summary>
internal sealed class BmsServer(Server server, bool withOsType = true)
{
    public string? Fault { get; }
    public Guid Id => server.Id;
    public string Name => server.Name;
    public Dictionary<string, Address<string>[]> Addresses => Address<string>.Of(server, "4");
    public BmsFlavor Flavor => new(Model.Flavor.Of(server));
    [JsonPropertyName("accessIPv4")] public string AccessIPv4 { get; } = "";
    [JsonPropertyName("accessIPv6")] public string AccessIPv6 { get; } = "";
    public string Status => server.Entry.Status;
    public int Progress { get; }
    [JsonPropertyName("hostId")] public string HostId { get; } = "cf9c1b0c6a6d7f4e8b2a5d3c1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b";
    public EcsPart Image => new(ServerImage.Of(server).Id, null);
    public string Updated => Timestamp.Seconds(server.Launched);
    public string Created => Timestamp.Seconds(server.Created);
    public ServerMetadata Metadata => new(server, withOsType);
    public string[] Tags => ServerStates.Tags(server);
    public string Description { get; } = "";
    public bool Locked { get; }
    public string ConfigDrive { get; } = "";
    public string TenantId => server.Project.Id;
    public string UserId => server.Owner.Id;
    public string? KeyName => server.KeyPair?.Name;
    [JsonPropertyName("OS-EXT-STS:power_state")] public string PowerState => BmsFlavor.Text(ServerStates.PowerState(server));
    [JsonPropertyName("OS-EXT-STS:vm_state")] public string VmState => ServerStates.VmState(server);
    [JsonPropertyName("OS-EXT-STS:task_state")] public string? TaskState { get; }
    [JsonPropertyName("OS-DCF:diskConfig")] public string DiskConfig { get; } = "MANUAL";
    [JsonPropertyName("OS-EXT-AZ:availability_zone")] public string AvailabilityZone { get; } = "eu-de-01";
    [JsonPropertyName("OS-SRV-USG:launched_at")] public string? LaunchedAt => ServerStates.LaunchedAt(server);
    [JsonPropertyName("OS-SRV-USG:terminated_at")] public string? TerminatedAt { get; }
    public SecurityGroup[] SecurityGroups { get; } = SecurityGroup.All;
}

internal sealed record SecurityGroup(string Name)
{
    public static SecurityGroup[] All { get; } = [new("default")];
}

/// <summary>An image or flavor of an ECS server: its ID and links or, since microversion 2.47, the properties of the flavor.</summary>
internal sealed class EcsPart(string? id, Link[]? links)
{
    private const JsonIgnoreCondition IfNull = JsonIgnoreCondition.WhenWritingNull;

    public EcsPart(Flavor flavor, EcsRequest request)
        : this(request.Minor < 47 ? flavor.Id : null, request.Minor < 47 ? [request.Bookmark("flavors", flavor.Id)] : null)
    {
        if (request.Minor >= 47)
        {
            (Vcpus, Ram, Disk, Ephemeral, Swap, OriginalName, ExtraSpecs) = (flavor.Vcpus, flavor.RamMb, flavor.DiskGb, 0, 0, flavor.Id, []);
        }
    }

    [JsonIgnore(Condition = IfNull)] public int? Vcpus { get; }
    [JsonIgnore(Condition = IfNull)] public int? Ram { get; }
    [JsonIgnore(Condition = IfNull)] public int? Disk { get; }
    [JsonIgnore(Condition = IfNull)] public int? Ephemeral { get; }
    [JsonIgnore(Condition = IfNull)] public int? Swap { get; }
    [JsonIgnore(Condition = IfNull)] public string? OriginalName { get; }
    [JsonIgnore(Condition = IfNull)] public Dictionary<string, string>? ExtraSpecs { get; }
    [JsonIgnore(Condition = IfNull)] public string? Id => id;
    [JsonIgnore(Condition = IfNull)] public Link[]? Links => links;
}

internal sealed class BmsFlavor(Flavor flavor)
{
    public string Disk => Text(flavor.DiskGb);
    public string Vcpus => Text(flavor.Vcpus);
    public string Ram => Text(flavor.RamMb);
    public string Id => flavor.Id;
    public string Name => flavor.Id;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The metadata of a server.</summary>
internal sealed class ServerMetadata(Server server, bool withOsType)
{
    public const string Vpc = "7d6c1f0e-53f5-4a3b-9d55-0c9b8a7f6e5d";

    private const JsonIgnoreCondition IfNull = JsonIgnoreCondition.WhenWritingNull;

    private readonly ServerImage _image = ServerImage.Of(server);

    [JsonIgnore(Condition = IfNull)] public string? AdminUsername => server.Entry.AdminUserName;
    [JsonIgnore(Condition = IfNull)] public string? OsType => withOsType ? server.Entry.OsType : null;
    [JsonIgnore(Condition = IfNull)] public string? OsBit => OsType is null ? null : "64";
    public string ChargingMode { get; } = "0";
    public string VpcId { get; } = Vpc;
    [JsonPropertyName("metering.image_id")] public string ImageId => _image.Id;
    [JsonPropertyName("metering.imagetype")] public string ImageType => _image.IsPrivate ? "private" : "gold";
    [JsonPropertyName("metering.resourcespeccode")] public string ResourceSpecCode => Flavor.Of(server).Id;
    public string ImageName => _image.Name;
}

/// <summary>An IP address. <typeparamref name="TVersion"/> is a number in ECS, and text in BMS.</summary>
internal sealed record Address<TVersion>(
    TVersion Version,
    string Addr,
    [property: JsonPropertyName("OS-EXT-IPS:type")] string Type,
    [property: JsonPropertyName("OS-EXT-IPS-MAC:mac_addr")] string Mac)
{
    public static Dictionary<string, Address<TVersion>[]> Of(Server server, TVersion four)
    {
        int n = server.Number;
        string mac = $"fa:16:3e:{n >> 16 & 255:x2}:{n >> 8 & 255:x2}:{n & 255:x2}";
        var own = new Address<TVersion>(four, server.FixedAddress, "fixed", mac);
        return new() { [ServerMetadata.Vpc] = server.FloatingAddress is { } floating ? [own, new(four, floating, "floating", mac)] : [own] };
    }
}

/// <summary>What ECS and BMS derive from the status and the launch of a server.</summary>
internal static class ServerStates
{
    /// <summary>Returns OS-SRV-USG:launched_at, which is null while the server is being created.</summary>
    public static string? LaunchedAt(Server server) => server.Entry.Status == "BUILD" ? null : Timestamp.Microseconds(server.Launched);

    public static string VmState(Server server) => server.Entry.Status switch
    {
        "SHUTOFF" => "stopped",
        "BUILD" => "building",
        "ERROR" => "error",
        _ => "active",
    };

    /// <summary>Returns OS-EXT-STS:power_state: 1 for running, 4 for shut down.</summary>
    public static int PowerState(Server server) => server.Entry.Status == "SHUTOFF" ? 4 : 1;

    public static string[] Tags(Server server) => server.Entry.BareMetal ? [ServerFilter.BareMetalTag] : [];
}
