namespace OtcPassword.Emulator.Servers;

/// <summary>ECS: the API of Nova in one version, v2.1 or v2.</summary>
internal sealed class EcsApi(Cloud cloud, RequestAuthenticator authenticator, Counters counters, string version)
    : ServerApi(cloud, authenticator, counters)
{
    private const int MinMinor = 1;
    private const int MaxMinor = 93;

    // IAM wants the dependencies of an action too.
    private static readonly string[] ServerActions =
    [
        "ecs:serverVolumes:use", "ecs:diskConfigs:use", "ecs:securityGroups:use", "ecs:serverKeypairs:get", "vpc:securityGroups:get",
        "vpc:securityGroupRules:get", "vpc:networks:get", "vpc:subnets:get", "vpc:ports:get", "vpc:routers:get",
    ];

    private readonly Cloud _cloud = cloud;

    protected override Reply Cleared => Reply.Empty(204, Reply.JsonType);
    protected override Reply Forbidden => Errors.Nova(403, "forbidden", "Policy doesn't allow ecs:serverPasswords:manage to be performed.");

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder root = routes.MapGroup("/" + version).WithMetadata(CloudService.Ecs);
        root.Map("", ShowVersion); // Version discovery requires no token.

        RouteGroupBuilder signedIn = root.MapGroup("").Require(RequireUser);
        signedIn.Map("/{project}", (CloudCall _) => Reply.Text(404, "text/html; charset=UTF-8", "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  The resource could not be found.<br /><br />\n </body>\n</html>"));
        signedIn.MapOthers("/{**path}", "unknown", _ => Errors.NoSuchPath());

        RouteGroupBuilder project = signedIn.MapGroup("/{project}").Require(RequireProject);
        RouteGroupBuilder lists = project.MapGroup("").Require(call => RequireActions(call, ["ecs:servers:list", .. ServerActions]));
        lists.MapGet("/servers", (CloudCall call) => ListServers(call, detail: false));
        lists.MapGet("/servers/detail", (CloudCall call) => ListServers(call, detail: true));
        RouteGroupBuilder details = project.MapGroup("").Require(call => RequireActions(call, ["ecs:servers:get", .. ServerActions]));
        details.MapGet("/servers/{id}", (CloudCall call, string id) => Find(call, id) is { } server
            ? Reply.Json(200, new(new EcsServer(server, RequestOf(call))), ServersJson.Default.ServerResponseEcsServer)
            : NotFound(id));
        MapPasswords(project.MapGroup("/servers"));
        RouteGroupBuilder keyPairs = project.MapGroup("/os-keypairs").Require(call => RequireActions(call, "ecs:serverKeypairs:get"));
        keyPairs.MapGet("", ListKeyPairs);
        keyPairs.MapGet("/{name}", ShowKeyPair);
        project.MapGet("/flavors", (CloudCall call) => ListFlavors(call, detail: false));
        project.MapGet("/flavors/detail", (CloudCall call) => ListFlavors(call, detail: true));
        project.MapGet("/flavors/{id}", (CloudCall call, string id) => Array.Find(Flavor.All, f => f.Id == id) is { } flavor
            ? Reply.Json(200, new JsonObject { ["flavor"] = FlavorDocument(flavor, RequestOf(call), detail: true) })
            : Errors.Nova(404, "itemNotFound", $"Flavor {id} could not be found."));
    }

    /// <summary>Returns the error response if the request has no valid token or signature.</summary>
    public Reply? RequireUser(CloudCall call)
    {
        if (Authenticate(call, out string? signatureProblem))
        {
            return null;
        }

        if (signatureProblem is not null || _cloud.Settings.EcsUnauthorized == UnauthorizedShape.Gateway)
        {
            return Errors.GatewayUnauthorized(call, signatureProblem);
        }

        call.SetHeader("WWW-Authenticate", $"Keystone uri=\"{call.BaseUrl}\"");
        return Errors.Keystone(401, "The request you have made requires authentication.");
    }

    /// <summary>Returns the error response if the microversion is not supported, or the project is not that of the scope.</summary>
    private static Reply? RequireProject(CloudCall call)
    {
        string inPath = call.RouteValue("project");
        SignedInUser user = call.User!;
        string inScope = user.Project?.Id ?? (user.IsSigned ? "null" : "None");
        string message = $"Malformed request URL: URL's project_id '{inPath}' doesn't match Context's project_id '{inScope}'";
        return Negotiate(call) is { } notSupported ? notSupported
            : user.Project?.Id == inPath ? null
            : user.IsSigned ? Reply.Json(401, new JsonObject { ["badRequest"] = new JsonObject { ["message"] = message, ["code"] = "401" } })
            : Errors.Nova(400, "badRequest", message);
    }

    private static Reply? RequireActions(CloudCall call, params string[] actions) =>
        Array.Find(actions, call.User!.MissingActions.Contains) is { } missing
            ? Errors.Nova(403, "forbidden", $"Policy doesn't allow {missing} to be performed.")
            : null;

    private static string? AskedVersion(CloudCall call) =>
        call.Header("OpenStack-API-Version") is { } both && both.StartsWith("compute ", StringComparison.OrdinalIgnoreCase)
            ? both["compute ".Length..].Trim()
            : call.Header("X-OpenStack-Nova-API-Version");

    /// <summary>Returns the number after "2." of the requested microversion, or -1 if it is not such a version.</summary>
    private static int Minor(string? asked) => asked switch
    {
        null => MinMinor,
        "latest" => MaxMinor,
        _ when asked.StartsWith("2.", StringComparison.Ordinal)
            && int.TryParse(asked.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int minor) => minor,
        _ => -1,
    };

    /// <summary>Sets the headers of the microversion, and returns 406 if it is not supported.</summary>
    private static Reply? Negotiate(CloudCall call)
    {
        string? asked = AskedVersion(call);
        int minor = Minor(asked);
        string served = minor < 0 ? asked! : $"2.{minor}";
        call.SetHeader("Openstack-Api-Version", "compute " + served);
        call.SetHeader("X-Openstack-Nova-Api-Version", served);
        call.Context.Response.Headers.Vary = new(["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"]);
        return minor is >= MinMinor and <= MaxMinor
            ? null
            : Errors.Nova(406, "computeFault", $"Version {served} is not supported by the API. Minimum is 2.{MinMinor} and maximum is 2.{MaxMinor}.");
    }

    private EcsRequest RequestOf(CloudCall call) => new(call.BaseUrl, version, call.User!.Project!.Id, Minor(AskedVersion(call)));

    private Reply ShowVersion(CloudCall call)
    {
        (string id, string status, string max, string min, string updated) = version == "v2.1"
            ? ("v2.1", "CURRENT", $"2.{MaxMinor}", $"2.{MinMinor}", "2013-07-23T11:33:21Z")
            : ("v2.0", "SUPPORTED", "", "", "2011-01-21T11:33:21Z");
        return Negotiate(call) ?? Reply.Text(200, Reply.JsonType, $$$"""
            {"version":{"id":"{{{id}}}","status":"{{{status}}}","version":"{{{max}}}","min_version":"{{{min}}}","updated":"{{{updated}}}",
            "links":[{"rel":"self","href":"{{{call.BaseUrl}}}/{{{version}}}/"}],
            "media-types":[{"base":"application/json","type":"application/vnd.openstack.compute+json;version={{{version[1..]}}}"}]}}
            """.Replace("\n", "", StringComparison.Ordinal));
    }

    private Reply ListServers(CloudCall call, bool detail)
    {
        List<KeyValuePair<string, string>> query = call.Query();
        Settings settings = _cloud.Settings;
        int limit = Math.Min(settings.DefaultPageSize, settings.MaxPageSize);
        if (query.FindLast(p => p.Key == "limit") is { Key: not null, Value: var asked })
        {
            if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                string problem = asked.Length == 0 ? "is too short" : "does not match '^[0-9]*$'";
                return Errors.Nova(400, "badRequest", $"Invalid input for query parameters limit. Value: {asked}. '{asked}' {problem}");
            }

            limit = Math.Min(number, settings.MaxPageSize);
        }

        if (limit > settings.LargestPageInTime)
        {
            return Errors.BackendTimeout(call);
        }

        Server[] all = call.User!.Project!.Servers.All;
        int index = 0;
        if (query.FindLast(p => p.Key == "marker") is { Key: not null, Value: { Length: > 0 } marker })
        {
            if (Find(call, marker) is not { } before)
            {
                return Errors.Nova(400, "badRequest", $"marker [{marker}] not found");
            }

            index = ProjectServers.IndexAfter(all, before);
        }

        if (ServerFilter.InvalidPattern(query) is { Key: var name, Value: var pattern })
        {
            return Errors.Nova(400, "badRequest", $"Invalid input for query parameters {name}. Value: {pattern}. '{pattern}' is not a 'regex'");
        }

        ServerFilter filter = ServerFilter.Parse(query);
        List<Server> page = [.. all.Skip(index).Where(filter.Matches).Take(limit)];

        // A full page has a next link, even if no server follows: Nova does not look ahead.
        Link[]? links = page.Count == limit && limit > 0 ? [new("next", NextPage(call, page[^1]))] : null;
        EcsRequest request = RequestOf(call);
        return detail
            ? Reply.Json(
                200, new(page.ConvertAll(s => new EcsServer(s, request, settings.OsTypeInLists)), links), ServersJson.Default.EcsPageEcsServer)
            : Reply.Json(
                200,
                new(page.ConvertAll(s => new EcsServerName(s.Id, s.Name, request.Links("servers", s.Id.ToString("D")))), links),
                ServersJson.Default.EcsPageEcsServerName);
    }

    private static string NextPage(CloudCall call, Server last)
    {
        IEnumerable<string> kept = call.RawQuery
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith("marker=", StringComparison.Ordinal))
            .Append($"marker={last.Id:D}");
        return $"{call.BaseUrl}{call.RawPath}?{string.Join('&', kept)}";
    }

    protected override Reply NotFound(string id) => Errors.Nova(404, "itemNotFound", $"Instance {id} could not be found.");

    private Reply ListKeyPairs(CloudCall call) => Reply.Json(200, new JsonObject
    {
        ["keypairs"] = new JsonArray([.. call.User!.KeyPairs
            .OrderBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => new JsonObject { ["keypair"] = KeyPairDocument(k, RequestOf(call)) })]),
    });

    private Reply ShowKeyPair(CloudCall call, string name)
    {
        if (call.User!.KeyPairs.FirstOrDefault(k => k.Name == name) is not { } keyPair)
        {
            return Errors.Nova(404, "itemNotFound", $"Keypair {name} not found for user {call.User!.UserId}");
        }

        JsonObject document = KeyPairDocument(keyPair, RequestOf(call));
        document["user_id"] = keyPair.Owner.Id;
        document["created_at"] = "2026-01-15T08:30:00.000000";
        document["deleted"] = false;
        document["deleted_at"] = null;
        document["id"] = keyPair.Number;
        document["updated_at"] = null;
        return Reply.Json(200, new JsonObject { ["keypair"] = document });
    }

    private static JsonObject KeyPairDocument(KeyPair keyPair, EcsRequest request)
    {
        var document = new JsonObject { ["name"] = keyPair.Name, ["public_key"] = keyPair.PublicKey, ["fingerprint"] = keyPair.Fingerprint };
        if (request.Minor >= 2)
        {
            document["type"] = "ssh";
        }

        return document;
    }

    private Reply ListFlavors(CloudCall call, bool detail) => Reply.Json(200, new JsonObject
    {
        ["flavors"] = new JsonArray([.. Flavor.All.Select(flavor => FlavorDocument(flavor, RequestOf(call), detail))]),
    });

    private static JsonObject FlavorDocument(Flavor flavor, EcsRequest request, bool detail)
    {
        var document = new JsonObject { ["id"] = flavor.Id, ["name"] = flavor.Id };
        if (detail)
        {
            document["ram"] = flavor.RamMb;
            document["disk"] = flavor.DiskGb;
            document["swap"] = "";
            document["OS-FLV-EXT-DATA:ephemeral"] = 0;
            document["OS-FLV-DISABLED:disabled"] = false;
            document["vcpus"] = flavor.Vcpus;
            document["os-flavor-access:is_public"] = true;
            document["rxtx_factor"] = 1.0;
        }

        document["links"] = new JsonArray([.. request.Links("flavors", flavor.Id)
            .Select(link => new JsonObject { ["rel"] = link.Rel, ["href"] = link.Href })]);
        return document;
    }
}
