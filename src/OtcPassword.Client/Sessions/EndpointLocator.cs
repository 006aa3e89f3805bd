using System;
using System.Collections.Generic;
using System.Linq;
using OtcPassword.Client.Identity.Api;

namespace OtcPassword.Client.Sessions;

/// <summary>Finds the address of a service: what the caller gave, else the catalog's, else OTC's host pattern.</summary>
internal sealed class EndpointLocator(IReadOnlyList<CatalogService>? services, SessionOptions options)
{
    private readonly IReadOnlyList<CatalogService> _services = services ?? [];

    private bool IsReceived => _services.Count > 0;

    /// <summary>The region of the session.</summary>
    /// <param name="projectName">The session's project, if its name is known.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: none was named, and the catalog has several.</exception>
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
        // OTC's projects are named after their region: eu-de, eu-de_web.
        string? ofProject = regions.FirstOrDefault(region =>
            projectName == region || projectName?.StartsWith($"{region}_", StringComparison.Ordinal) == true);
        return ofProject is not null || regions.Length == 1
            ? ofProject ?? regions[0]
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                regions.Length == 0 ? "No region is known." : $"The catalog has several regions: {string.Join(", ", regions)}.",
                "Name the region with -Region.");
    }

    /// <summary>The address of a service, or null if it is nowhere to be found.</summary>
    /// <param name="type">The service's type in the catalog.</param>
    /// <param name="hostName">The service's name in OTC's host pattern.</param>
    /// <param name="given">The caller's address for it.</param>
    /// <param name="region">The session's region.</param>
    public Uri? Find(string type, string hostName, Uri? given, string region)
    {
        string name = $"The endpoint of service '{type}'";
        if (given is not null)
        {
            return EndpointAddress.RequireSafe(given, name);
        }

        string? url = EndpointsOf(type)
            .Where(endpoint => IsIn(endpoint, region))
            .OrderByDescending(endpoint => IsNamed(endpoint, region))
            .FirstOrDefault()?.Url;
        if (url is null)
        {
            // A catalog that was received says where there is no such service, and then no host is guessed.
            return IsReceived ? null : OtcRegion.ServiceEndpoint(hostName, options.AuthUrl.Host);
        }

        // "$(project_id)s" and its like are replaced with the project later, but would not parse in an address.
        int placeholder = url.IndexOfAny(['$', '%']);
        return Uri.TryCreate(placeholder < 0 ? url : url.Substring(0, placeholder), UriKind.Absolute, out Uri? address)
            ? RequireTrusted(address, $"{name} in the catalog")
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} in the catalog is no address.",
                "Give the endpoint as a parameter of Connect-OtcSession.");
    }

    /// <summary>
    /// Whoever may be asked for tokens may name any https host to show them to. But a cloud elsewhere has no business with
    /// this machine's own ports: its users give such an address themselves.
    /// </summary>
    private Uri RequireTrusted(Uri address, string name) =>
        address.Scheme == "https" || options.AuthUrl.IsLoopback
            ? EndpointAddress.RequireSafe(address, name)
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} is on host '{address.Host}' and no https address.",
                "Give the endpoint as a parameter of Connect-OtcSession.");

    /// <summary>Verifies that the region that was specified is a region of the catalog.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: the catalog has other regions only.</exception>
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
                $"Region '{options.Region}' is not in the service catalog. Regions in the catalog: {string.Join(", ", regions)}.",
                "Specify one of these regions with -Region.");
        }
    }

    /// <summary>Explains why there is no endpoint of a service.</summary>
    /// <param name="type">The service's type in the catalog.</param>
    /// <param name="noun">What users call the service.</param>
    /// <param name="region">The session's region.</param>
    /// <param name="parameter">The parameter that specifies the endpoint.</param>
    public OtcException NoEndpoint(string type, string noun, string region, string parameter)
    {
        string[] regions = EndpointsOf(type).Select(RegionOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        string message = !IsReceived ? $"The {noun} endpoint is unknown because the cloud returned no service catalog."
            : regions.Length == 0 ? $"The service catalog has no {noun} endpoint in any region."
            : $"The service catalog has no {noun} endpoint in region '{region}'. Regions with {noun}: {string.Join(", ", regions)}.";
        string action = regions.Length == 0 ? "Verify the region" : "Sign in to one of these regions";
        return new OtcException(
            OtcError.ConfigurationInvalid, message, $"{action}, or specify the endpoint with Connect-OtcSession -{parameter}.");
    }

    /// <summary>The regions the catalog names.</summary>
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
