namespace OtcPassword.Emulator.Servers;

/// <summary>The metadata service of the server that the settings name. On a server, its address is 169.254.169.254.</summary>
internal sealed class MetadataApi(Cloud cloud, AccessKeyStore keys)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, (string Id, AccessKey Key)> _issued = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder metadata = routes.MapGroup("/openstack").WithMetadata(CloudService.Metadata);
        metadata.MapGet("/latest/meta_data.json", (CloudCall _) => Find() is { } server ? Describe(server) : NotFound());
        metadata.MapGet("/latest/securitykey", (CloudCall _) => Find() is { Entry.Agency: { } agency } server ? ShowKey(server, agency) : NotFound());
        metadata.MapOthers("/{**path}", "/openstack/unknown", _ => NotFound());
    }

    private static Reply NotFound() => Reply.Text(404, "text/plain", "404 Not Found");

    private Server? Find() => cloud.Settings.MetadataServer is { } name ? cloud.Servers.FirstOrDefault(s => s.Name == name) : null;

    private Reply Describe(Server server) => Reply.Json(200, new JsonObject
    {
        ["uuid"] = server.Id.ToString("D"),
        ["name"] = server.Name,
        ["hostname"] = server.Name,
        ["availability_zone"] = "eu-de-01",
        ["region_id"] = cloud.Region,
        ["project_id"] = server.Project.Id,
        ["launch_index"] = 0,
    });

    /// <summary>Returns the temporary access key of the server's agency. A new one replaces it in the last sixth of its lifetime.</summary>
    private Reply ShowKey(Server server, string agencyName)
    {
        TimeSpan lifetime = cloud.Settings.TemporaryKeyLifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Lifetime;
        if (!_issued.TryGetValue(server.Id, out (string Id, AccessKey Key) issued) || keys.Find(issued.Id)!.Expires < DateTime.UtcNow + (lifetime / 6))
        {
            Agency agency = server.Project.Domain.Agencies.Find(a => a.Entry.Name == agencyName)!;
            issued = _issued[server.Id] = keys.Issue(SignedInUser.Of(agency, server.Project.Domain.Users[0]), lifetime);
        }

        return Reply.Json(200, IdentityDocuments.TemporaryKey(issued));
    }
}
