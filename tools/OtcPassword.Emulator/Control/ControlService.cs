using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using OtcPassword.Emulator.Faults;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Control;

/// <summary>The control API under /emulator: shows and changes the state of the emulator. README.md describes it.</summary>
internal sealed class ControlService(
    Cloud cloud, TokenStore tokens, AccessKeyStore keys, FaultInjector faults, Counters counters, Action stop)
{
    public void Handle(CloudCall call)
    {
        try
        {
            Route(call, call.RawPath.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..]);
        }
        catch (Exception e) when (e is JsonException or ScenarioException)
        {
            Fail(call, 400, e.Message);
        }
    }

    private void Route(CloudCall call, string[] path)
    {
        switch (call.Method, path)
        {
            case ("GET", ["state"]):
                StateWriter.Write(call, cloud);
                break;
            case ("GET", ["counters"]):
                CountersWriter.Write(call, cloud, counters);
                break;
            case ("POST", ["counters", "reset"]):
                counters.Reset();
                foreach (Server server in cloud.Servers)
                {
                    server.ResetPasswordRequests();
                }

                call.Empty(204);
                break;
            case ("GET", ["faults"]):
                call.Raw(200, "application/json", JsonSerializer.SerializeToUtf8Bytes(faults.Current, ScenarioJson.Default.FaultsEntry));
                break;
            case ("PUT", ["faults"]):
                faults.Replace(Body(call, ScenarioJson.Default.FaultsEntry));
                call.Empty(204);
                break;
            case ("PUT", ["settings"]):
                cloud.ApplySettings(Body(call, ScenarioJson.Default.SettingsPatch));
                call.Empty(204);
                break;
            case ("POST", ["clock"]):
                ClockBody clock = Body(call, ControlJson.Default.ClockBody);
                cloud.Clock.Set(clock.AdvanceSeconds, clock.Speed);
                call.Empty(204);
                break;
            case ("POST", ["tokens", "expire"]):
                string? user = Body(call, ControlJson.Default.TokensBody).User;
                tokens.ExpireAll(user);
                keys.ExpireAll(user);
                call.Empty(204);
                break;
            case ("POST", ["tokens", "revoke"]):
                tokens.RevokeAll(Body(call, ControlJson.Default.TokensBody).User);
                call.Empty(204);
                break;
            case ("POST", ["id-tokens"]):
                IssueIdToken(call);
                break;
            case ("POST", ["servers"]):
                AddServers(call);
                break;
            case ("DELETE", ["servers", var id]):
                WithServer(call, id, cloud.RemoveServer);
                break;
            case ("POST", ["servers", var id, "reinstall"]):
                WithServer(call, id, server => server.Reinstall(cloud.Clock.Now, cloud.Settings));
                break;
            case ("PUT", ["servers", var id, "password"]):
                PasswordBody password = Body(call, ControlJson.Default.PasswordBody);
                WithServer(call, id, server => server.Post(password.Password));
                break;
            case ("DELETE", ["servers", var id, "password"]):
                WithServer(call, id, server => server.Clear());
                break;
            case ("POST", ["stop"]):
                call.Empty(202);
                stop();
                break;
            default:
                Fail(call, 404, "Unknown control API path or method. See README.md of the emulator.");
                break;
        }
    }

    private void IssueIdToken(CloudCall call)
    {
        IdTokenBody body = Body(call, ControlJson.Default.IdTokenBody);
        IdentityProvider provider = cloud.IdentityProviders.FirstOrDefault(p => p.Name == body.IdentityProvider)
            ?? throw new ScenarioException($"There is no identity provider {body.IdentityProvider}.");
        double seconds = ScenarioRange.Within(body.LifetimeSeconds, -86_400, 86_400, "lifetimeSeconds");
        call.Json(201, new JsonObject { ["idToken"] = IdToken.Issue(provider, body.User, TimeSpan.FromSeconds(seconds)) });
    }

    private void AddServers(CloudCall call)
    {
        Server[] made = cloud.AddServers(Body(call, ScenarioJson.Default.ServerEntry));
        Utf8JsonWriter json = call.Json(201);
        json.WriteStartObject();
        json.WriteStartArray("servers"u8);
        foreach (Server server in made)
        {
            StateWriter.WriteServer(json, server, cloud.Clock.Now, cloud.Settings);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private void WithServer(CloudCall call, string id, Action<Server> action)
    {
        if (cloud.FindServer(id) is { } server)
        {
            action(server);
            call.Empty(204);
        }
        else
        {
            Fail(call, 404, $"Server '{id}' does not exist.");
        }
    }

    /// <summary>Reads the body. Without one, all members have their defaults.</summary>
    private static T Body<T>(CloudCall call, JsonTypeInfo<T> type) =>
        ScenarioReader.Read(call.RequestBody.Length == 0 ? "{}"u8 : call.RequestBody, type);

    private static void Fail(CloudCall call, int status, string message) =>
        call.Json(status, new JsonObject { ["message"] = message });
}
