using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;
using OtcPassword.Emulator.Servers;

namespace OtcPassword.Emulator.BareMetal;

/// <summary>
/// BMS v1, which differs from Nova: page numbers instead of markers, numbers written as text, error codes of its own.
/// </summary>
internal sealed class BareMetalService(Cloud cloud, RequestAuthenticator authenticator, Counters counters)
{
    public void Handle(CloudCall call)
    {
        TimeSpan revocationDelay = TimeSpan.FromSeconds(cloud.Settings.RevocationDelaySeconds);
        SignedInUser? user = authenticator.Authenticate(call, revocationDelay, out string? signatureProblem);
        if (user is null)
        {
            ErrorBodies.GatewayUnauthorized(call, signatureProblem);
            return;
        }

        Route route = call.Route;
        bool isSupported = route.Kind switch
        {
            RouteKind.Unknown => false,
            RouteKind.BmsServerPassword => call.Method is "GET" or "DELETE",
            _ => call.Method is "GET",
        };
        if (!isSupported)
        {
            ErrorBodies.Gateway(call, 404, "APIGW.0101", "The API does not exist or has not been published in the environment");
            return;
        }

        if (user.Project is not { } project || project.Id != route.ProjectId)
        {
            ErrorBodies.ServiceV1(
                call, 400, "Common.0018", "The tenant ID in the URL is different from that in the token.");
            return;
        }

        switch (route.Kind)
        {
            case RouteKind.BmsServers:
            case RouteKind.BmsServersDetail:
                WriteList(call, project);
                break;
            case RouteKind.BmsServer:
                if (Find(call, project) is { } server)
                {
                    Utf8JsonWriter json = call.Json(200);
                    json.WriteStartObject();
                    json.WritePropertyName("server"u8);
                    BareMetalWriter.Write(json, server);
                    json.WriteEndObject();
                    json.Flush();
                }

                break;
            default:
                HandlePassword(call, user, project);
                break;
        }
    }

    private void WriteList(CloudCall call, Project project)
    {
        List<KeyValuePair<string, string>> query = call.Query();
        Settings settings = cloud.Settings;
        int page = 1;
        int limit = settings.DefaultPageSize;
        foreach ((string name, string value) in query)
        {
            if (name is "offset" or "limit")
            {
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
                {
                    ErrorBodies.ServiceV1(call, 400, "BMS.0001", $"Fail to parse request, reason: {name} is invalid.");
                    return;
                }

                (page, limit) = name == "offset" ? (number, limit) : (page, number);
            }
        }

        limit = Math.Min(limit, settings.MaxPageSize);
        if (limit > settings.LargestPageInTime)
        {
            ErrorBodies.BackendTimeout(call);
            return;
        }

        ServerFilter filter = ServerFilter.Parse(query);
        long first = (long)(page - 1) * limit;
        int count = 0;
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("servers"u8);
        foreach (Server server in project.Servers.BareMetal)
        {
            if (!filter.Matches(server))
            {
                continue;
            }

            if (count >= first && count < first + limit)
            {
                BareMetalWriter.Write(json, server, settings.OsTypeInLists);
            }

            count++;
        }

        json.WriteEndArray();
        json.WriteNumber("count"u8, count);
        json.WriteEndObject();
        json.Flush();
    }

    private void HandlePassword(CloudCall call, SignedInUser user, Project project)
    {
        if (Find(call, project) is not { } server)
        {
            return;
        }

        if (!user.MayManagePasswords)
        {
            ErrorBodies.ServiceV1(call, 403, "BMS.0033", "You do not have the permission to perform this operation.");
        }
        else if (call.Method == "DELETE")
        {
            server.Clear();
            call.Empty(202);
        }
        else
        {
            PasswordResponse.Write(call, server, cloud, counters);
        }
    }

    private Server? Find(CloudCall call, Project project)
    {
        Server? server = cloud.FindServer(call.Route.Item);
        if (server is not null && server.Project == project && server.Entry.BareMetal)
        {
            return server;
        }

        ErrorBodies.ServiceV1(call, cloud.Settings.BmsNotFoundStatus, "BMS.0040", "The server does not exist.");
        return null;
    }
}
