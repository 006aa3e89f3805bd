using System.Globalization;

namespace OtcPassword.Emulator.Servers;

/// <summary>
/// BMS v1, which differs from Nova: page numbers instead of markers, numbers written as text, error codes of its own.
/// </summary>
internal sealed class BmsApi(Cloud cloud, RequestAuthenticator authenticator, Counters counters)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder signedIn = routes.MapGroup("/v1").WithMetadata(CloudService.Bms).Require(RequireUser);
        signedIn.MapOthers("/{**path}", "/v1/unknown", call =>
            Errors.Gateway(call, 404, "APIGW.0101", "The API does not exist or has not been published in the environment"));

        RouteGroupBuilder servers = signedIn.MapGroup("/{project}/baremetalservers").Require(RequireProject);
        servers.MapGet("", List);
        servers.MapGet("/detail", List);
        servers.MapGet("/{id}", (CloudCall call, string id) => Find(call, id) is { } server
            ? Reply.Json(200, new(new BmsServer(server)), ServersJson.Default.ServerResponseBmsServer)
            : NotFound());
        servers.MapGet("/{id}/os-server-password", (CloudCall call, string id) =>
            RequirePassword(call, id, out Server? server) ?? ServerStates.Password(server!, cloud, counters));
        servers.MapDelete("/{id}/os-server-password", (CloudCall call, string id) =>
            RequirePassword(call, id, out Server? server) ?? Clear(server!));
    }

    private Reply? RequireUser(CloudCall call) =>
        authenticator.Authenticate(call, TimeSpan.FromSeconds(cloud.Settings.RevocationDelaySeconds), out string? signatureProblem)
            ? null
            : Errors.GatewayUnauthorized(call, signatureProblem);

    private static Reply? RequireProject(CloudCall call) =>
        call.User!.Project?.Id == call.RouteValue("project")
            ? null
            : Errors.ServiceV1(400, "Common.0018", "The tenant ID in the URL is different from that in the token.");

    private Reply List(CloudCall call)
    {
        List<KeyValuePair<string, string>> query = call.Query();
        Settings settings = cloud.Settings;
        int page = 1;
        int limit = settings.DefaultPageSize;
        foreach ((string name, string value) in query.Where(p => p.Key is "offset" or "limit"))
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                return Errors.ServiceV1(400, "BMS.0001", $"Fail to parse request, reason: {name} is invalid.");
            }

            (page, limit) = name == "offset" ? (number, limit) : (page, number);
        }

        limit = Math.Min(limit, settings.MaxPageSize);
        if (limit > settings.LargestPageInTime)
        {
            return Errors.BackendTimeout(call);
        }

        ServerFilter filter = ServerFilter.Parse(query);
        Server[] found = Array.FindAll(call.User!.Project!.Servers.BareMetal, filter.Matches);
        long first = Math.Min((long)(page - 1) * limit, found.Length);
        List<BmsServer> servers = [.. found.Skip((int)first).Take(limit).Select(s => new BmsServer(s, settings.OsTypeInLists))];
        return Reply.Json(200, new(servers, found.Length), ServersJson.Default.BmsPage);
    }

    private static Reply Clear(Server server)
    {
        server.Clear();
        return Reply.Empty(202);
    }

    /// <summary>Returns the error response if the server does not exist, or the user may not manage its password.</summary>
    private Reply? RequirePassword(CloudCall call, string id, out Server? server) =>
        (server = Find(call, id)) is null ? NotFound()
        : call.User!.MayManagePasswords ? null
        : Errors.ServiceV1(403, "BMS.0033", "You do not have the permission to perform this operation.");

    private Server? Find(CloudCall call, string id) =>
        cloud.FindServer(id) is { Entry.BareMetal: true } server && server.Project == call.User!.Project ? server : null;

    private Reply NotFound() => Errors.ServiceV1(cloud.Settings.BmsNotFoundStatus, "BMS.0040", "The server does not exist.");
}
