using System;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>Writes tokens as Keystone does.</summary>
internal static class TokenWriter
{
    public static void Write(Utf8JsonWriter json, Token token, Cloud cloud, string baseUrl, bool withCatalog)
    {
        SignedInUser user = token.User;
        json.WriteStartObject();
        json.WriteStartObject("token"u8);
        json.WriteStartArray("methods"u8);
        foreach (string method in token.Methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        WriteUser(json, "user", user.UserId, user.UserName, user.Domain, user.IdentityProvider);
        if (user.IsAgency)
        {
            json.WriteStartObject("assumed_by"u8);
            WriteUser(json, "user", user.ActualUser.Id, user.ActualUser.Name, user.ActualUser.Domain);
            json.WriteEndObject();
        }

        json.WriteStartArray("audit_ids"u8);
        json.WriteStringValue(token.AuditId);
        json.WriteEndArray();
        json.WriteString("expires_at"u8, Time(token.Expires));
        json.WriteString("issued_at"u8, Time(token.Issued));
        if (user.Project is { } project)
        {
            json.WriteStartObject("project"u8);
            WriteDomain(json, project.Domain);
            json.WriteString("id"u8, project.Id);
            json.WriteString("name"u8, project.Name);
            json.WriteEndObject();
            json.WriteBoolean("is_domain"u8, false);
        }
        else if (user.IsDomainScoped)
        {
            WriteDomain(json, user.Domain);
        }

        if (user.Project is not null || user.IsDomainScoped)
        {
            json.WriteStartArray("roles"u8);
            WriteRole(json, "te_admin");
            if (user.MayManagePasswords)
            {
                WriteRole(json, "server_adm");
            }

            json.WriteEndArray();
            if (withCatalog)
            {
                CatalogWriter.Write(json, user, cloud, baseUrl);
            }
        }

        if (user.ApplicationCredential is { } credential)
        {
            json.WriteStartObject("application_credential"u8);
            json.WriteString("id"u8, credential.Id);
            json.WriteString("name"u8, credential.Name);
            json.WriteBoolean("restricted"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    public static string Time(DateTime time) => Timestamp.Microseconds(time) + "Z";

    private static void WriteUser(
        Utf8JsonWriter json, string member, string id, string name, Domain domain, IdentityProvider? provider = null)
    {
        json.WriteStartObject(member);
        WriteDomain(json, domain);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, name);
        if (provider is null)
        {
            json.WriteNull("password_expires_at"u8);
        }
        else
        {
            WriteFederation(json, provider);
        }

        json.WriteEndObject();
    }

    private static void WriteFederation(Utf8JsonWriter json, IdentityProvider provider)
    {
        json.WriteStartObject("OS-FEDERATION"u8);
        foreach ((string name, string id) in new[] { ("identity_provider", provider.Name), ("protocol", provider.Protocol) })
        {
            json.WriteStartObject(name);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        }

        json.WriteStartArray("groups"u8);
        json.WriteEndArray();
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
