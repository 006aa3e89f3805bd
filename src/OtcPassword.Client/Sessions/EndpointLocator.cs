using OtcPassword.Client.Identity;

namespace OtcPassword.Client.Sessions;

/// <summary>
/// Finds the endpoint of a service: the specified URL, the URL in the service catalog, or the default host name, in this order.
/// </summary>
internal sealed class EndpointLocator(IReadOnlyList<CatalogService>? services, SessionOptions options)
{
    private readonly IReadOnlyList<CatalogService> _services = services ?? [];

    private bool IsReceived => _services.Count > 0;

    /// <summary>Returns the region of the session.</summary>
    /// <param name="projectName">The name of the project, if it is known.</param>
    /// <exception cref="OtcException">
    /// ConfigurationInvalid: no region was specified, and the service catalog contains none or more than one.
    /// </exception>
    public string FindRegion(string? projectName)
    {
        if (options.Region is not null)
        {
            return options.Region;
        }

        if (OtcRegion.OfIdentityHost(options.AuthUrl.Host) is { } named)
        {
            return named;
        }

        string[] regions = Regions().ToArray();
        // The names of OTC projects start with their region: eu-de, eu-de_web.
        string? ofProject = regions.FirstOrDefault(region =>
            projectName == region || projectName?.StartsWith($"{region}_", StringComparison.Ordinal) == true);
        return ofProject is not null || regions.Length == 1
            ? ofProject ?? regions[0]
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                regions.Length == 0
                    ? "The region is unknown."
                    : $"The service catalog contains more than one region: {string.Join(", ", regions)}.",
                "Specify the region with -Region.");
    }

    /// <summary>Returns the endpoint of a service, or null if it is unknown.</summary>
    /// <param name="type">The type of the service in the service catalog.</param>
    /// <param name="hostName">The name of the service in the default host names.</param>
    /// <param name="given">The specified URL, or null.</param>
    /// <param name="region">The region of the session.</param>
    public Uri? Find(string type, string hostName, Uri? given, string region)
    {
        string name = $"The endpoint of the '{type}' service";
        if (given is not null)
        {
            return EndpointAddress.RequireSafe(given, name);
        }

        CatalogEndpoint[] endpoints = [.. EndpointsOf(type).Where(endpoint => IsIn(endpoint, region))];
        string? url = (endpoints.FirstOrDefault(endpoint => IsNamed(endpoint, region)) ?? endpoints.FirstOrDefault())?.Url;
        if (url is null)
        {
            // If the service catalog does not contain the service, it does not exist in the region, and the host name is not guessed.
            return IsReceived ? null : OtcRegion.ServiceEndpoint(hostName, options.AuthUrl.Host);
        }

        // Placeholders such as "$(project_id)s" are replaced later.
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
            ? RequireTrusted(address, $"{name} in the service catalog")
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} in the service catalog is not a valid URL.",
                "Specify the endpoint with Connect-OtcSession -EcsEndpoint or -BmsEndpoint.");
    }

    /// <summary>
    /// Accepts HTTPS endpoints on any host, because the identity service is trusted with the token. A remote identity service
    /// must not specify ports of this computer; users can specify such a URL themselves.
    /// </summary>
    private Uri RequireTrusted(Uri address, string name) =>
        address.Scheme == "https" || options.AuthUrl.IsLoopback
            ? EndpointAddress.RequireSafe(address, name)
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} is not an HTTPS URL (host '{address.Host}').",
                "Specify the endpoint with Connect-OtcSession -EcsEndpoint or -BmsEndpoint.");

    /// <summary>Verifies that the service catalog contains the specified region.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: the service catalog contains only other regions.</exception>
    public void RequireRegion()
    {
        string[] regions = Regions().ToArray();
        bool isMisspelt = options.Region is not null
            && options.EcsEndpoint is null
            && regions.Length > 0
            && !regions.Contains(options.Region, StringComparer.Ordinal)
            && !EndpointsOf("compute").Any(endpoint => IsIn(endpoint, options.Region));
        if (isMisspelt)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Region {SpecifiedText.Quote(options.Region!)} is not in the service catalog. " +
                $"Available regions: {string.Join(", ", regions)}.",
                "Specify one of these regions with -Region.");
        }
    }

    /// <summary>Explains why there is no endpoint of a service.</summary>
    /// <param name="type">The type of the service in the service catalog.</param>
    /// <param name="noun">What users call the service.</param>
    /// <param name="region">The region of the session.</param>
    /// <param name="parameter">The parameter that specifies the endpoint.</param>
    public OtcException NoEndpoint(string type, string noun, string region, string parameter)
    {
        string[] regions = EndpointsOf(type).Select(RegionOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        string message = !IsReceived ? $"The {noun} endpoint is unknown because the cloud did not return a service catalog."
            : regions.Length == 0 ? $"The service catalog has no {noun} endpoint in any region."
            : $"The service catalog has no {noun} endpoint in region '{region}'. Regions with {noun}: {string.Join(", ", regions)}.";
        string action = regions.Length == 0 ? "Verify the region" : "Sign in to one of these regions";
        return new OtcException(
            OtcError.ConfigurationInvalid, message, $"{action}, or specify the endpoint with Connect-OtcSession -{parameter}.");
    }

    /// <summary>Returns the regions in the service catalog.</summary>
    public IEnumerable<string> Regions() => _services
        .SelectMany(service => service.Endpoints ?? [])
        .Select(RegionOf)
        .OfType<string>()
        .Where(region => region is not ("*" or ""))
        .Distinct(StringComparer.Ordinal);

    private IEnumerable<CatalogEndpoint> EndpointsOf(string type) => _services
        .Where(service => service.Type == type)
        .SelectMany(service => service.Endpoints ?? [])
        .Where(endpoint => endpoint.Interface == options.Interface);

    private static string? RegionOf(CatalogEndpoint endpoint) => endpoint.RegionId ?? endpoint.Region;

    // OTC lists services of all regions as region "*", and has listed compute with null.
    private static bool IsIn(CatalogEndpoint endpoint, string region) =>
        RegionOf(endpoint) is "*" or null || IsNamed(endpoint, region);

    private static bool IsNamed(CatalogEndpoint endpoint, string region) =>
        endpoint.RegionId == region || endpoint.Region == region;
}
