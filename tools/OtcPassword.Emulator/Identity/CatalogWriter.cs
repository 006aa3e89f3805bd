using System.Text.Json;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>Writes the service catalog, with endpoints that a client must not choose beside the right ones.</summary>
internal static class CatalogWriter
{
    public static void Write(Utf8JsonWriter json, SignedInUser user, Cloud cloud, string baseUrl)
    {
        json.WriteStartArray("catalog"u8);
        WriteGlobal(json, cloud, "identity", "keystone", baseUrl + "/v3");
        WriteGlobal(json, cloud, "iam", "iam", baseUrl + "/v3.0");

        // A signed request without a project gets the services of projects too, with a placeholder for the project.
        string? project = user.Project?.Id ?? (user.IsSigned ? "$(tenant_id)s" : null);
        if (project is not null)
        {
            // Other APIs whose types are easily mistaken for compute and bms. Their host names cannot be resolved.
            WriteService(json, cloud, "ecs", "ecs", "https://ecs.invalid", $"/v1/{project}", "ecs");
            WriteService(json, cloud, "network", "neutron", "https://vpc.invalid", "", "vpc");
            WriteService(json, cloud, "volume", "cinder", "https://evs.invalid", $"/v2/{project}", "evs");
            if (cloud.Settings.RegionInCatalog)
            {
                WriteService(json, cloud, "compute", "nova", baseUrl, $"/{cloud.Settings.ComputeVersion}/{project}", "ecs");
            }
            else
            {
                WriteRegional(json, cloud, "compute", "nova", null, $"{baseUrl}/{cloud.Settings.ComputeVersion}/{project}");
            }

            if (cloud.Settings.BmsElsewhere)
            {
                WriteRegional(json, cloud, "bms", "bms", OtherRegion(cloud), $"https://bms.{OtherRegion(cloud)}.invalid/v1/{project}");
            }
            else if (cloud.Settings.BmsInCatalog)
            {
                WriteService(json, cloud, "bms", "bms", baseUrl, $"/v1/{project}", "bms");
            }

            WriteService(json, cloud, "image", "glance", baseUrl, "/image", "ims");
        }

        json.WriteEndArray();
    }

    private static string OtherRegion(Cloud cloud) => cloud.Region == "eu-nl" ? "eu-de" : "eu-nl";

    // The region of a service that all regions share is "*".
    private static void WriteGlobal(Utf8JsonWriter json, Cloud cloud, string type, string name, string url) =>
        WriteRegional(json, cloud, type, name, "*", url);

    private static void WriteRegional(Utf8JsonWriter json, Cloud cloud, string type, string name, string? region, string url)
    {
        json.WriteStartObject();
        json.WriteStartArray("endpoints"u8);
        WriteEndpoint(json, cloud, "public", region, url, type);
        json.WriteEndArray();
        WriteServiceEnd(json, cloud, type, name);
    }

    private static void WriteService(
        Utf8JsonWriter json, Cloud cloud, string type, string name, string baseUrl, string path, string host)
    {
        json.WriteStartObject();
        json.WriteStartArray("endpoints"u8);

        // A client of this region must use the second endpoint. The host names of the others cannot be resolved (RFC 2606),
        // so that a client that chooses the wrong region or interface fails.
        string other = OtherRegion(cloud);
        WriteEndpoint(json, cloud, "internal", cloud.Region, $"https://{host}.internal.invalid{path}", type);
        WriteEndpoint(json, cloud, "public", cloud.Region, baseUrl + path, type);
        WriteEndpoint(json, cloud, "public", other, $"https://{host}.{other}.invalid{path}", type);
        json.WriteEndArray();
        WriteServiceEnd(json, cloud, type, name);
    }

    private static void WriteServiceEnd(Utf8JsonWriter json, Cloud cloud, string type, string name)
    {
        json.WriteString("id"u8, StableHash.Id(cloud.Seed, "service", type).ToString("N"));
        json.WriteString("type"u8, type);
        json.WriteString("name"u8, name);
        json.WriteEndObject();
    }

    private static void WriteEndpoint(Utf8JsonWriter json, Cloud cloud, string kind, string? region, string url, string type)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, StableHash.Id(cloud.Seed, "endpoint", type + kind + region).ToString("N"));
        json.WriteString("interface"u8, kind);
        json.WriteString("region_id"u8, region);
        json.WriteString("url"u8, url);
        json.WriteString("region"u8, region);
        json.WriteEndObject();
    }
}
