using System;

namespace OtcPassword.Emulator.Http;

/// <summary>
/// Finds the route of a path. Written without a framework because every request passes here and the paths are few.
/// </summary>
internal static class Router
{
    /// <param name="rawPath">The percent-encoded path without the query.</param>
    public static Route Match(string rawPath)
    {
        string[] s = rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return s.Length == 0 ? new(ServiceKind.Iam, RouteKind.IdentityVersions, "/") : s[0] switch
        {
            "v3" => Identity(s),
            "v3.0" => s is [_, "OS-CREDENTIAL", "securitytokens"]
                ? new(ServiceKind.Iam, RouteKind.SecurityTokens, "/v3.0/OS-CREDENTIAL/securitytokens")
                : new(ServiceKind.Iam, RouteKind.Unknown, "/v3.0/unknown"),
            "v2.1" or "v2" => Compute(s),
            "v1" => BareMetal(s),
            "image" => Image(s),
            _ => new(ServiceKind.Ecs, RouteKind.Unknown, "unknown"),
        };
    }

    private static Route Identity(string[] s) => s switch
    {
        [_] => new(ServiceKind.Iam, RouteKind.IdentityVersion, "/v3"),
        [_, "auth", "tokens"] => new(ServiceKind.Iam, RouteKind.Tokens, "/v3/auth/tokens"),
        [_, "auth", "projects"] => new(ServiceKind.Iam, RouteKind.AuthProjects, "/v3/auth/projects"),
        [_, "auth", "domains"] => new(ServiceKind.Iam, RouteKind.AuthDomains, "/v3/auth/domains"),
        [_, "auth", "catalog"] => new(ServiceKind.Iam, RouteKind.AuthCatalog, "/v3/auth/catalog"),
        [_, "OS-FEDERATION", "identity_providers", var provider, "protocols", var protocol, "auth"] => new(
            ServiceKind.Iam,
            RouteKind.FederatedTokens,
            "/v3/OS-FEDERATION/identity_providers/{id}/protocols/{id}/auth",
            Item: Decode(provider),
            Protocol: Decode(protocol)),
        [_, "projects"] => new(ServiceKind.Iam, RouteKind.Projects, "/v3/projects"),
        _ => new(ServiceKind.Iam, RouteKind.Unknown, "/v3/unknown"),
    };

    private static Route Compute(string[] s)
    {
        string v = s[0];
        bool current = v == "v2.1";
        return s switch
        {
            [_] => Ecs(RouteKind.ComputeVersion, current ? "/v2.1" : "/v2"),
            [_, _] => Ecs(RouteKind.ComputeProjectRoot, current ? "/v2.1/{project}" : "/v2/{project}"),
            [_, _, "servers"] => Ecs(RouteKind.Servers, current ? "/v2.1/{project}/servers" : "/v2/{project}/servers"),
            [_, _, "servers", "detail"] => Ecs(
                RouteKind.ServersDetail, current ? "/v2.1/{project}/servers/detail" : "/v2/{project}/servers/detail"),
            [_, _, "servers", _] => Ecs(
                RouteKind.Server, current ? "/v2.1/{project}/servers/{id}" : "/v2/{project}/servers/{id}"),
            [_, _, "servers", _, "os-server-password"] => Ecs(
                RouteKind.ServerPassword,
                current
                    ? "/v2.1/{project}/servers/{id}/os-server-password"
                    : "/v2/{project}/servers/{id}/os-server-password"),
            [_, _, "os-keypairs"] => Ecs(
                RouteKind.KeyPairs, current ? "/v2.1/{project}/os-keypairs" : "/v2/{project}/os-keypairs"),
            [_, _, "os-keypairs", _] => Ecs(
                RouteKind.KeyPair, current ? "/v2.1/{project}/os-keypairs/{name}" : "/v2/{project}/os-keypairs/{name}"),
            [_, _, "flavors"] => Ecs(RouteKind.Flavors, "/v2.1/{project}/flavors"),
            [_, _, "flavors", "detail"] => Ecs(RouteKind.FlavorsDetail, "/v2.1/{project}/flavors/detail"),
            [_, _, "flavors", _] => Ecs(RouteKind.Flavor, "/v2.1/{project}/flavors/{id}"),
            _ => Ecs(RouteKind.Unknown, "unknown"),
        };

        Route Ecs(RouteKind kind, string template) =>
            new(ServiceKind.Ecs, kind, template, v, s.Length > 1 ? Decode(s[1]) : "", s.Length > 3 ? Decode(s[3]) : "");
    }

    private static Route BareMetal(string[] s)
    {
        return s switch
        {
            [_, _, "baremetalservers"] => Bms(RouteKind.BmsServers, "/v1/{project}/baremetalservers"),
            [_, _, "baremetalservers", "detail"] => Bms(
                RouteKind.BmsServersDetail, "/v1/{project}/baremetalservers/detail"),
            [_, _, "baremetalservers", _] => Bms(RouteKind.BmsServer, "/v1/{project}/baremetalservers/{id}"),
            [_, _, "baremetalservers", _, "os-server-password"] => Bms(
                RouteKind.BmsServerPassword, "/v1/{project}/baremetalservers/{id}/os-server-password"),
            _ => Bms(RouteKind.Unknown, "/v1/unknown"),
        };

        Route Bms(RouteKind kind, string template) =>
            new(ServiceKind.Bms, kind, template, "v1", s.Length > 1 ? Decode(s[1]) : "", s.Length > 3 ? Decode(s[3]) : "");
    }

    private static Route Image(string[] s) => s switch
    {
        [_] or [_, "v2"] => new(ServiceKind.Image, RouteKind.ImageVersions, "/image"),
        [_, "v2", "images"] => new(ServiceKind.Image, RouteKind.Images, "/image/v2/images"),
        [_, "v2", "images", var id] => new(ServiceKind.Image, RouteKind.Image, "/image/v2/images/{id}", Item: Decode(id)),
        _ => new(ServiceKind.Image, RouteKind.Unknown, "/image/unknown"),
    };

    private static string Decode(string segment) => segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment;
}
