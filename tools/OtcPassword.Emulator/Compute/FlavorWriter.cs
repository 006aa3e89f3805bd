using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Compute;

/// <summary>Writes the responses to GET /flavors, /flavors/detail and /flavors/{id}.</summary>
internal static class FlavorWriter
{
    public static void WriteList(CloudCall call, bool detail)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("flavors"u8);
        foreach (Flavor flavor in Flavor.All)
        {
            Write(json, call, flavor, detail);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public static void WriteOne(CloudCall call, Flavor flavor)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WritePropertyName("flavor"u8);
        Write(json, call, flavor, detail: true);
        json.WriteEndObject();
        json.Flush();
    }

    private static void Write(Utf8JsonWriter json, CloudCall call, Flavor flavor, bool detail)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, flavor.Id);
        json.WriteString("name"u8, flavor.Id);
        if (detail)
        {
            json.WriteNumber("ram"u8, flavor.RamMb);
            json.WriteNumber("disk"u8, flavor.DiskGb);
            json.WriteString("swap"u8, "");
            json.WriteNumber("OS-FLV-EXT-DATA:ephemeral"u8, 0);
            json.WriteBoolean("OS-FLV-DISABLED:disabled"u8, false);
            json.WriteNumber("vcpus"u8, flavor.Vcpus);
            json.WriteBoolean("os-flavor-access:is_public"u8, true);
            json.WriteNumber("rxtx_factor"u8, 1.0);
        }

        ServerWriter.WriteLinks(json, call.BaseUrl, call.Route.Version, call.Route.ProjectId, "flavors", flavor.Id);
        json.WriteEndObject();
    }
}
