namespace OtcPassword.Emulator.Servers;

/// <summary>
/// BMS v1, which differs from Nova: page numbers instead of markers, numbers written as text, error codes of its own.
/// </summary>
internal sealed class BmsApi(Cloud cloud, RequestAuthenticator authenticator, Counters counters) : ServerApi(cloud, authenticator, counters)
{
    private readonly Cloud _cloud = cloud;

    protected override Reply Cleared => Reply.Empty(202);
    protected override Reply Forbidden => Errors.ServiceV1(403, "BMS.0033", "You do not have the permission to perform this operation.");

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
            : NotFound(id));
        MapPasswords(servers);
    }

    protected override Reply NotFound(string id) => Errors.ServiceV1(_cloud.Settings.BmsNotFoundStatus, "BMS.0040", "The server does not exist.");

    protected override Server? Find(CloudCall call, string id) => base.Find(call, id) is { Entry.BareMetal: true } server ? server : null;

    private Reply? RequireUser(CloudCall call) =>
        Authenticate(call, out string? signatureProblem) ? null : Errors.GatewayUnauthorized(call, signatureProblem);

    private static Reply? RequireProject(CloudCall call) =>
        call.User!.Project?.Id == call.RouteValue("project")
            ? null
            : Errors.ServiceV1(400, "Common.0018", "The tenant ID in the URL is different from that in the token.");

    private Reply List(CloudCall call)
    {
        List<KeyValuePair<string, string>> query = call.Query();
        Settings settings = _cloud.Settings;
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
}
