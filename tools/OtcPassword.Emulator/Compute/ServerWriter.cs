using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Servers;

namespace OtcPassword.Emulator.Compute;

/// <summary>Writes servers as Nova does.</summary>
internal static class ServerWriter
{
    public static void WriteShort(Utf8JsonWriter json, Server server, string baseUrl, string version)
    {
        string id = server.Id.ToString("D");
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, server.Name);
        WriteLinks(json, baseUrl, version, server.Project.Id, "servers", id);
        json.WriteEndObject();
    }

    /// <summary>Writes all members of a server, and metadata.os_type if <paramref name="withOsType"/> is true.</summary>
    public static void WriteDetail(
        Utf8JsonWriter json, Server server, string baseUrl, string version, int minor, bool withOsType = true)
    {
        string id = server.Id.ToString("D");
        string project = server.Project.Id;
        Flavor flavor = Flavor.Of(server);
        ServerImage image = ServerImage.Of(server);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, server.Name);
        json.WriteString("status"u8, server.Entry.Status);
        json.WriteString("tenant_id"u8, project);
        json.WriteString("user_id"u8, server.Owner.Id);
        ServerMembers.WriteMetadata(json, server, flavor, image, withOsType);
        json.WriteString("hostId"u8, "72e3ef52b6e7e46c42765e66ec2c7af87fbd49fa4e086ed802874835");
        json.WriteStartObject("image"u8);
        json.WriteString("id"u8, image.Id);
        json.WriteStartArray("links"u8);
        WriteLink(json, "bookmark", $"{baseUrl}/{project}/images/{image.Id}");
        json.WriteEndArray();
        json.WriteEndObject();
        WriteFlavor(json, flavor, baseUrl, project, minor);
        json.WriteString("created"u8, Timestamp.Seconds(server.Created));
        json.WriteString("updated"u8, Timestamp.Seconds(server.Launched));
        ServerMembers.WriteAddresses(json, server, versionAsText: false);
        json.WriteString("accessIPv4"u8, "");
        json.WriteString("accessIPv6"u8, "");
        WriteLinks(json, baseUrl, version, project, "servers", id);
        json.WriteString("OS-DCF:diskConfig"u8, "MANUAL");
        if (server.Entry.Status is "ACTIVE" or "BUILD")
        {
            json.WriteNumber("progress"u8, 0);
        }

        json.WriteString("OS-EXT-AZ:availability_zone"u8, "eu-de-01");
        json.WriteString("config_drive"u8, "");
        json.WriteString("key_name"u8, server.KeyPair?.Name);
        json.WriteString("OS-SRV-USG:launched_at"u8, ServerMembers.LaunchedAt(server));
        json.WriteNull("OS-SRV-USG:terminated_at"u8);
        json.WriteNull("OS-EXT-STS:task_state"u8);
        json.WriteString("OS-EXT-STS:vm_state"u8, ServerMembers.VmState(server));
        json.WriteNumber("OS-EXT-STS:power_state"u8, ServerMembers.PowerState(server));
        json.WriteStartArray("os-extended-volumes:volumes_attached"u8);
        json.WriteEndArray();
        if (minor >= 9)
        {
            json.WriteBoolean("locked"u8, false);
        }

        if (minor >= 19)
        {
            json.WriteString("description"u8, server.Name);
        }

        // Nova has tags since version 2.26. OTC has the tag of a bare metal server in every version.
        if (minor >= 26 || server.Entry.BareMetal)
        {
            ServerMembers.WriteTags(json, server);
        }

        ServerMembers.WriteSecurityGroups(json);
        json.WriteEndObject();
    }

    public static void WriteLinks(Utf8JsonWriter json, string baseUrl, string version, string project, string what, string id)
    {
        json.WriteStartArray("links"u8);
        WriteLink(json, "self", $"{baseUrl}/{version}/{project}/{what}/{id}");
        WriteLink(json, "bookmark", $"{baseUrl}/{project}/{what}/{id}");
        json.WriteEndArray();
    }

    public static void WriteLink(Utf8JsonWriter json, string rel, string href)
    {
        json.WriteStartObject();
        json.WriteString("rel"u8, rel);
        json.WriteString("href"u8, href);
        json.WriteEndObject();
    }

    private static void WriteFlavor(Utf8JsonWriter json, Flavor flavor, string baseUrl, string project, int minor)
    {
        json.WriteStartObject("flavor"u8);
        if (minor >= 47)
        {
            json.WriteNumber("vcpus"u8, flavor.Vcpus);
            json.WriteNumber("ram"u8, flavor.RamMb);
            json.WriteNumber("disk"u8, flavor.DiskGb);
            json.WriteNumber("ephemeral"u8, 0);
            json.WriteNumber("swap"u8, 0);
            json.WriteString("original_name"u8, flavor.Id);
            json.WriteStartObject("extra_specs"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("id"u8, flavor.Id);
            json.WriteStartArray("links"u8);
            WriteLink(json, "bookmark", $"{baseUrl}/{project}/flavors/{flavor.Id}");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
