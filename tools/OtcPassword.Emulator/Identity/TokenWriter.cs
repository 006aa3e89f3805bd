using System;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>Writes tokens and catalogs as Keystone does.</summary>
internal static class TokenWriter
{
    public static void Write(Utf8JsonWriter json, Token token, Cloud cloud, string baseUrl, bool withCatalog)
    {
        Caller caller = token.Caller;
        json.WriteStartObject();
        json.WriteStartObject("token"u8);
        json.WriteStartArray("methods"u8);
        foreach (string method in token.Methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        WriteUser(json, "user", caller.UserId, caller.UserName, caller.Domain);
        if (caller.IsAgency)
        {
            json.WriteStartObject("assumed_by"u8);
            WriteUser(json, "user", caller.Person.Id, caller.Person.Name, caller.Person.Domain);
            json.WriteEndObject();
        }

        json.WriteStartArray("audit_ids"u8);
        json.WriteStringValue(token.AuditId);
        json.WriteEndArray();
        json.WriteString("expires_at"u8, Time(token.Expires));
        json.WriteString("issued_at"u8, Time(token.Issued));
        if (caller.Project is { } project)
        {
            json.WriteStartObject("project"u8);
            WriteDomain(json, project.Domain);
            json.WriteString("id"u8, project.Id);
            json.WriteString("name"u8, project.Name);
            json.WriteEndObject();
            json.WriteBoolean("is_domain"u8, false);
        }
        else if (caller.DomainScoped)
        {
            WriteDomain(json, caller.Domain);
        }

        if (caller.Project is not null || caller.DomainScoped)
        {
            json.WriteStartArray("roles"u8);
            WriteRole(json, "te_admin");
            if (caller.MayManagePasswords)
            {
                WriteRole(json, "server_adm");
            }

            json.WriteEndArray();
            if (withCatalog)
            {
                WriteCatalog(json, caller, cloud, baseUrl);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    public static string Time(DateTime time) => Timestamp.Microseconds(time) + "Z";

    public static void WriteCatalog(Utf8JsonWriter json, Caller caller, Cloud cloud, string baseUrl)
    {
        json.WriteStartArray("catalog"u8);
        WriteGlobal(json, cloud, "identity", "keystone", baseUrl + "/v3");
        WriteGlobal(json, cloud, "iam", "iam", baseUrl + "/v3.0");
        if (caller.Project is { } project)
        {
            // The types that are like the wanted ones, but are other APIs: their hosts resolve nowhere.
            WriteService(json, cloud, "ecs", "ecs", "https://ecs.invalid", $"/v1/{project.Id}", "ecs");
            WriteService(json, cloud, "network", "neutron", "https://vpc.invalid", "", "vpc");
            WriteService(json, cloud, "volume", "cinder", "https://evs.invalid", $"/v2/{project.Id}", "evs");
            if (cloud.Settings.RegionInCatalog)
            {
                WriteService(json, cloud, "compute", "nova", baseUrl, $"/{cloud.Settings.ComputeVersion}/{project.Id}", "ecs");
            }
            else
            {
                WriteRegional(json, cloud, "compute", "nova", null, $"{baseUrl}/{cloud.Settings.ComputeVersion}/{project.Id}");
            }

            if (cloud.Settings.BmsElsewhere)
            {
                WriteRegional(json, cloud, "bms", "bms", OtherRegion(cloud), $"https://bms.{OtherRegion(cloud)}.invalid/v1/{project.Id}");
            }
            else if (cloud.Settings.BmsInCatalog)
            {
                WriteService(json, cloud, "bms", "bms", baseUrl, $"/v1/{project.Id}", "bms");
            }

            WriteService(json, cloud, "image", "glance", baseUrl, "/image", "ims");
        }

        json.WriteEndArray();
    }

    private static string OtherRegion(Cloud cloud) => cloud.Region == "eu-nl" ? "eu-de" : "eu-nl";

    // Services of all regions have region "*".
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

        // Only the second of these is what a client of this region should take. The others have names that resolve
        // nowhere (RFC 2606): who picks the wrong region or interface finds out.
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

    private static void WriteUser(Utf8JsonWriter json, string member, string id, string name, Domain domain)
    {
        json.WriteStartObject(member);
        WriteDomain(json, domain);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, name);
        json.WriteNull("password_expires_at"u8);
        json.WriteEndObject();
    }

    private static void WriteDomain(Utf8JsonWriter json, Domain domain)
    {
        json.WriteStartObject("domain"u8);
        json.WriteString("id"u8, domain.Id);
        json.WriteString("name"u8, domain.Name);
        json.WriteEndObject();
    }

    private static void WriteRole(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, StableHash.Id(0, "role", name).ToString("N"));
        json.WriteString("name"u8, name);
        json.WriteEndObject();
    }
}
