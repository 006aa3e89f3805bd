using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;
using OtcPassword.Emulator.Servers;

namespace OtcPassword.Emulator.Compute;

/// <summary>ECS: the API of Nova.</summary>
internal sealed class ComputeService(Cloud cloud, RequestAuthenticator authenticator, Counters counters)
{
    private readonly ServerLists _lists = new(cloud);

    public void Handle(CloudCall call)
    {
        Route route = call.Route;
        if (route.Kind == RouteKind.ComputeVersion)
        {
            // Version discovery requires no token.
            if (Microversion.Negotiate(call) is not null)
            {
                WriteVersion(call);
            }

            return;
        }

        TimeSpan revocationDelay = TimeSpan.FromSeconds(cloud.Settings.RevocationDelaySeconds);
        SignedInUser? user = authenticator.Authenticate(call, revocationDelay, out string? signatureProblem);
        if (user is null)
        {
            WriteUnauthorized(call, signatureProblem);
            return;
        }

        if (route.Kind == RouteKind.ComputeProjectRoot)
        {
            call.Text(404, "text/html; charset=UTF-8", "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  The resource could not be found.<br /><br />\n </body>\n</html>");
            return;
        }

        if (!IsSupported(route.Kind, call.Method))
        {
            ErrorBodies.NoSuchPath(call);
            return;
        }

        if (Microversion.Negotiate(call) is not { } minor)
        {
            return;
        }

        if (user.Project is not { } project || project.Id != route.ProjectId)
        {
            string contextProject = user.Project?.Id ?? (user.IsSigned ? "null" : "None");
            string message = $"Malformed request URL: URL's project_id '{route.ProjectId}' doesn't match Context's project_id '{contextProject}'";
            if (user.IsSigned)
            {
                ErrorBodies.ProjectMismatch(call, message);
            }
            else
            {
                ErrorBodies.Nova(call, 400, "badRequest", message);
            }

            return;
        }

        Respond(call, user, project, minor);
    }

    private static bool IsSupported(RouteKind kind, string method) => kind switch
    {
        RouteKind.Unknown => false,
        RouteKind.ServerPassword => method is "GET" or "DELETE",
        _ => method is "GET",
    };

    private void Respond(CloudCall call, SignedInUser user, Project project, int minor)
    {
        Route route = call.Route;
        switch (route.Kind)
        {
            case RouteKind.Servers:
            case RouteKind.ServersDetail:
                _lists.Write(call, project, route.Kind == RouteKind.ServersDetail, minor);
                break;
            case RouteKind.Server:
                if (Find(call, project) is { } server)
                {
                    Utf8JsonWriter json = call.Json(200);
                    json.WriteStartObject();
                    json.WritePropertyName("server"u8);
                    ServerWriter.WriteDetail(json, server, call.BaseUrl, route.Version, minor);
                    json.WriteEndObject();
                    json.Flush();
                }

                break;
            case RouteKind.ServerPassword:
                HandlePassword(call, user, project);
                break;
            case RouteKind.KeyPairs:
                KeyPairWriter.WriteList(call, user, minor);
                break;
            case RouteKind.KeyPair:
                if (user.FindKeyPair(route.Item) is { } keyPair)
                {
                    KeyPairWriter.WriteOne(call, keyPair, minor);
                }
                else
                {
                    ErrorBodies.Nova(call, 404, "itemNotFound", $"Keypair {route.Item} not found for user {user.UserId}");
                }

                break;
            case RouteKind.Flavors:
            case RouteKind.FlavorsDetail:
                FlavorWriter.WriteList(call, route.Kind == RouteKind.FlavorsDetail);
                break;
            default:
                if (Flavor.Find(route.Item) is { } flavor)
                {
                    FlavorWriter.WriteOne(call, flavor);
                }
                else
                {
                    ErrorBodies.Nova(call, 404, "itemNotFound", $"Flavor {route.Item} could not be found.");
                }

                break;
        }
    }

    private void HandlePassword(CloudCall call, SignedInUser user, Project project)
    {
        if (Find(call, project) is not { } server)
        {
            return;
        }

        if (!user.MayManagePasswords)
        {
            ErrorBodies.Nova(call, 403, "forbidden", "Policy doesn't allow ecs:serverPasswords:manage to be performed.");
        }
        else if (call.Method == "DELETE")
        {
            server.Clear();
            call.Empty(204, "application/json");
        }
        else
        {
            PasswordResponse.Write(call, server, cloud, counters);
        }
    }

    private Server? Find(CloudCall call, Project project)
    {
        Server? server = cloud.FindServer(call.Route.Item);
        if (server is not null && server.Project == project)
        {
            return server;
        }

        ErrorBodies.Nova(call, 404, "itemNotFound", $"Instance {call.Route.Item} could not be found.");
        return null;
    }

    private void WriteUnauthorized(CloudCall call, string? signatureProblem)
    {
        if (signatureProblem is not null || cloud.Settings.EcsUnauthorized == UnauthorizedShape.Gateway)
        {
            ErrorBodies.GatewayUnauthorized(call, signatureProblem);
        }
        else
        {
            call.SetHeader("WWW-Authenticate", $"Keystone uri=\"{call.BaseUrl}\"");
            ErrorBodies.Keystone(call, 401, "Unauthorized", "The request you have made requires authentication.");
        }
    }

    private static void WriteVersion(CloudCall call)
    {
        bool current = call.Route.Version == "v2.1";
        string version = call.Route.Version;
        call.Json(200, new JsonObject
        {
            ["version"] = new JsonObject
            {
                ["id"] = current ? "v2.1" : "v2.0",
                ["status"] = current ? "CURRENT" : "SUPPORTED",
                ["version"] = current ? $"2.{Microversion.Maximum}" : "",
                ["min_version"] = current ? $"2.{Microversion.Minimum}" : "",
                ["updated"] = current ? "2013-07-23T11:33:21Z" : "2011-01-21T11:33:21Z",
                ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = $"{call.BaseUrl}/{version}/" }),
                ["media-types"] = new JsonArray(new JsonObject
                {
                    ["base"] = "application/json",
                    ["type"] = $"application/vnd.openstack.compute+json;version={(current ? "2.1" : "2")}",
                }),
            },
        });
    }
}
