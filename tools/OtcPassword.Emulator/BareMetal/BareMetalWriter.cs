using System.Globalization;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Servers;

namespace OtcPassword.Emulator.BareMetal;

/// <summary>Writes servers as the BMS v1 API does: as Nova, but with numbers written as text.</summary>
internal static class BareMetalWriter
{
    /// <summary>Writes all members of a server, and metadata.os_type if <paramref name="withOsType"/> is true.</summary>
    public static void Write(Utf8JsonWriter json, Server server, bool withOsType = true)
    {
        Flavor flavor = Flavor.Of(server);
        ServerImage image = ServerImage.Of(server);
        json.WriteStartObject();
        json.WriteNull("fault"u8);
        json.WriteString("id"u8, server.Id.ToString("D"));
        json.WriteString("name"u8, server.Name);
        ServerMembers.WriteAddresses(json, server, versionAsText: true);
        json.WriteStartObject("flavor"u8);
        json.WriteString("disk"u8, Text(flavor.DiskGb));
        json.WriteString("vcpus"u8, Text(flavor.Vcpus));
        json.WriteString("ram"u8, Text(flavor.RamMb));
        json.WriteString("id"u8, flavor.Id);
        json.WriteString("name"u8, flavor.Id);
        json.WriteEndObject();
        json.WriteString("accessIPv4"u8, "");
        json.WriteString("accessIPv6"u8, "");
        json.WriteString("status"u8, server.Entry.Status);
        json.WriteNumber("progress"u8, 0);
        json.WriteString("hostId"u8, "cf9c1b0c6a6d7f4e8b2a5d3c1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b");
        json.WriteStartObject("image"u8);
        json.WriteString("id"u8, image.Id);
        json.WriteEndObject();
        json.WriteString("updated"u8, Timestamp.Seconds(server.Launched));
        json.WriteString("created"u8, Timestamp.Seconds(server.Created));
        ServerMembers.WriteMetadata(json, server, flavor, image, withOsType);
        ServerMembers.WriteTags(json, server);
        json.WriteString("description"u8, "");
        json.WriteBoolean("locked"u8, false);
        json.WriteString("config_drive"u8, "");
        json.WriteString("tenant_id"u8, server.Project.Id);
        json.WriteString("user_id"u8, server.Owner.Id);
        json.WriteString("key_name"u8, server.KeyPair?.Name);
        json.WriteString("OS-EXT-STS:power_state"u8, Text(ServerMembers.PowerState(server)));
        json.WriteString("OS-EXT-STS:vm_state"u8, ServerMembers.VmState(server));
        json.WriteNull("OS-EXT-STS:task_state"u8);
        json.WriteString("OS-DCF:diskConfig"u8, "MANUAL");
        json.WriteString("OS-EXT-AZ:availability_zone"u8, "eu-de-01");
        json.WriteString("OS-SRV-USG:launched_at"u8, ServerMembers.LaunchedAt(server));
        json.WriteNull("OS-SRV-USG:terminated_at"u8);
        ServerMembers.WriteSecurityGroups(json);
        json.WriteEndObject();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
