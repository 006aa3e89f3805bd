using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Servers;

/// <summary>Writes the members that ECS and BMS servers have in common.</summary>
internal static class ServerMembers
{
    private const string VpcId = "7d6c1f0e-53f5-4a3b-9d55-0c9b8a7f6e5d";

    public static void WriteMetadata(Utf8JsonWriter json, Server server, Flavor flavor, ServerImage image, bool withOsType)
    {
        json.WriteStartObject("metadata"u8);
        if (server.Entry.AdminUserName is { } adminUserName)
        {
            json.WriteString("admin_username"u8, adminUserName);
        }

        if (withOsType && server.Entry.OsType is { } osType)
        {
            json.WriteString("os_type"u8, osType);
            json.WriteString("os_bit"u8, "64");
        }

        json.WriteString("charging_mode"u8, "0");
        json.WriteString("vpc_id"u8, VpcId);
        json.WriteString("metering.image_id"u8, image.Id);
        json.WriteString("metering.imagetype"u8, image == ServerImage.Private ? "private" : "gold");
        json.WriteString("metering.resourcespeccode"u8, flavor.Id);
        json.WriteString("image_name"u8, image.Name);
        json.WriteEndObject();
    }

    /// <summary>Writes the addresses; BMS writes the IP version as text.</summary>
    public static void WriteAddresses(Utf8JsonWriter json, Server server, bool versionAsText)
    {
        json.WriteStartObject("addresses"u8);
        json.WriteStartArray(VpcId);
        WriteAddress(json, server, server.FixedAddress, "fixed", versionAsText);
        if (server.FloatingAddress is { } floating)
        {
            WriteAddress(json, server, floating, "floating", versionAsText);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteTags(Utf8JsonWriter json, Server server)
    {
        json.WriteStartArray("tags"u8);
        if (server.Entry.BareMetal)
        {
            json.WriteStringValue(ServerFilter.BareMetalTag);
        }

        json.WriteEndArray();
    }

    public static void WriteSecurityGroups(Utf8JsonWriter json)
    {
        json.WriteStartArray("security_groups"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, "default");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Returns OS-SRV-USG:launched_at, which is null while the server is being created.</summary>
    public static string? LaunchedAt(Server server) =>
        server.Entry.Status == "BUILD" ? null : Timestamp.Microseconds(server.Launched);

    public static string VmState(Server server) => server.Entry.Status switch
    {
        "SHUTOFF" => "stopped",
        "BUILD" => "building",
        "ERROR" => "error",
        _ => "active",
    };

    /// <summary>Returns OS-EXT-STS:power_state: 1 for running, 4 for shut down.</summary>
    public static int PowerState(Server server) => server.Entry.Status == "SHUTOFF" ? 4 : 1;

    private static void WriteAddress(Utf8JsonWriter json, Server server, string address, string type, bool versionAsText)
    {
        int n = server.Number;
        json.WriteStartObject();
        if (versionAsText)
        {
            json.WriteString("version"u8, "4");
        }
        else
        {
            json.WriteNumber("version"u8, 4);
        }

        json.WriteString("addr"u8, address);
        json.WriteString("OS-EXT-IPS:type"u8, type);
        json.WriteString("OS-EXT-IPS-MAC:mac_addr"u8, $"fa:16:3e:{n >> 16 & 255:x2}:{n >> 8 & 255:x2}:{n & 255:x2}");
        json.WriteEndObject();
    }
}
