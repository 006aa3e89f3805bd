namespace OtcPassword.Emulator.Identity;

/// <summary>The service catalog, with endpoints that a client must not choose beside the right ones.</summary>
internal sealed class Catalog(Cloud cloud, string baseUrl)
{
    private readonly string _otherRegion = cloud.Region == "eu-nl" ? "eu-de" : "eu-nl";

    public JsonArray For(SignedInUser user)
    {
        var catalog = new JsonArray(
            Service("identity", "keystone", Endpoint("identity", "public", "*", baseUrl + "/v3")), // "*": all regions share it
            Service("iam", "iam", Endpoint("iam", "public", "*", baseUrl + "/v3.0")));

        // A signed request without a project gets the services of projects too, with a placeholder for the project.
        string? project = user.Project?.Id ?? (user.IsSigned ? "$(tenant_id)s" : null);
        if (project is null)
        {
            return catalog;
        }

        // Other APIs whose types are easily mistaken for compute and bms. Their host names cannot be resolved.
        catalog.Add(Regional("ecs", "ecs", "https://ecs.invalid", $"/v1/{project}", "ecs"));
        catalog.Add(Regional("network", "neutron", "https://vpc.invalid", "", "vpc"));
        catalog.Add(Regional("volume", "cinder", "https://evs.invalid", $"/v2/{project}", "evs"));

        string compute = $"/{cloud.Settings.ComputeVersion}/{project}";
        catalog.Add(cloud.Settings.RegionInCatalog
            ? Regional("compute", "nova", baseUrl, compute, "ecs")
            : Service("compute", "nova", Endpoint("compute", "public", null, baseUrl + compute)));
        if (cloud.Settings.BmsElsewhere)
        {
            catalog.Add(Service("bms", "bms", Endpoint("bms", "public", _otherRegion, $"https://bms.{_otherRegion}.invalid/v1/{project}")));
        }
        else if (cloud.Settings.BmsInCatalog)
        {
            catalog.Add(Regional("bms", "bms", baseUrl, $"/v1/{project}", "bms"));
        }

        catalog.Add(Regional("image", "glance", baseUrl, "/image", "ims"));
        return catalog;
    }

    // A client of this region must use the second endpoint. The host names of the others cannot be resolved (RFC 2606), so
    // that a client that chooses the wrong region or interface fails.
    private JsonObject Regional(string type, string name, string url, string path, string host) => Service(
        type,
        name,
        Endpoint(type, "internal", cloud.Region, $"https://{host}.internal.invalid{path}"),
        Endpoint(type, "public", cloud.Region, url + path),
        Endpoint(type, "public", _otherRegion, $"https://{host}.{_otherRegion}.invalid{path}"));

    private JsonObject Service(string type, string name, params JsonNode[] endpoints) => new()
    {
        ["endpoints"] = new JsonArray(endpoints),
        ["id"] = StableHash.Id(cloud.Seed, "service", type).ToString("N"),
        ["type"] = type,
        ["name"] = name,
    };

    private JsonObject Endpoint(string type, string kind, string? region, string url) => new()
    {
        ["id"] = StableHash.Id(cloud.Seed, "endpoint", type + kind + region).ToString("N"),
        ["interface"] = kind,
        ["region_id"] = region,
        ["url"] = url,
        ["region"] = region,
    };
}
