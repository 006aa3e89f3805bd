using System;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Control;

/// <summary>
/// Writes the response to GET /emulator/state: everything that exists, including secrets, for tests to compare with.
/// </summary>
internal static class StateWriter
{
    public static void Write(CloudCall call, Cloud cloud)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteString("clock"u8, Timestamp.Seconds(cloud.Clock.Now));
        json.WriteNumber("clockSpeed"u8, cloud.Clock.Speed);
        json.WriteString("region"u8, cloud.Region);
        json.WriteString("keyFolder"u8, cloud.KeyFolder);
        json.WriteStartArray("projects"u8);
        foreach (Project project in cloud.Projects)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, project.Id);
            json.WriteString("name"u8, project.Name);
            json.WriteString("domain"u8, project.Domain.Name);
            json.WriteString("domainId"u8, project.Domain.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsers(json, cloud);
        json.WriteStartArray("servers"u8);
        DateTime now = cloud.Clock.Now;
        foreach (Server server in cloud.Servers)
        {
            WriteServer(json, server, now, cloud.Settings);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public static void WriteServer(Utf8JsonWriter json, Server server, DateTime now, Settings settings)
    {
        PasswordState state = server.StateAt(now, settings);
        json.WriteStartObject();
        json.WriteString("id"u8, server.Id);
        json.WriteString("name"u8, server.Name);
        json.WriteString("service"u8, server.Entry.BareMetal ? "bms" : "ecs");
        json.WriteString("project"u8, server.Project.Name);
        json.WriteString("projectId"u8, server.Project.Id);
        json.WriteString("osType"u8, server.Entry.OsType);
        json.WriteString("status"u8, server.Entry.Status);
        json.WriteString("address"u8, server.FixedAddress);
        json.WriteString("floatingAddress"u8, server.FloatingAddress);
        json.WriteString("launched"u8, Timestamp.Seconds(server.Launched));
        json.WriteString("passwordState"u8, JsonNamingPolicy.CamelCase.ConvertName(state.ToString()));
        json.WriteString("password"u8, state == PasswordState.Available ? server.Password : null);
        json.WriteString("keyPair"u8, server.KeyPair?.Name);
        json.WriteString("keyPairUser"u8, server.KeyPair?.Owner.Name);
        json.WriteString("keyFile"u8, server.KeyPair?.File);
        json.WriteEndObject();
    }

    private static void WriteUsers(Utf8JsonWriter json, Cloud cloud)
    {
        json.WriteStartArray("users"u8);
        foreach (User user in cloud.Users)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, user.Id);
            json.WriteString("name"u8, user.Name);
            json.WriteString("domain"u8, user.Domain.Name);
            json.WriteString("password"u8, user.Password);
            json.WriteString("passcode"u8, user.Passcode);
            json.WriteString("accessKey"u8, user.AccessKey);
            json.WriteString("secretKey"u8, user.SecretKey);
            json.WriteString("securityToken"u8, user.SecurityToken);
            json.WriteBoolean("mayManagePasswords"u8, user.MayManagePasswords);
            json.WriteStartArray("applicationCredentials"u8);
            foreach (ApplicationCredential credential in user.ApplicationCredentials)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, credential.Id);
                json.WriteString("name"u8, credential.Name);
                json.WriteString("secret"u8, credential.Secret);
                json.WriteString("project"u8, credential.Project.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("projects"u8);
            foreach (Project project in user.Projects)
            {
                json.WriteStringValue(project.Name);
            }

            json.WriteEndArray();
            json.WriteStartArray("keyPairs"u8);
            foreach (KeyPair keyPair in user.KeyPairs.Values)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, keyPair.Name);
                json.WriteString("file"u8, keyPair.File);
                json.WriteString("format"u8, JsonNamingPolicy.CamelCase.ConvertName(keyPair.Format.ToString()));
                json.WriteNumber("bits"u8, keyPair.Bits);
                json.WriteString("fingerprint"u8, keyPair.Fingerprint);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
