using System;
using System.Collections.Generic;
using System.Linq;
using OtcPassword.Client.Identity.Api;

namespace OtcPassword.Client.Sessions;

/// <summary>Finds the address of a service: what the caller gave, else the catalog's, else OTC's host pattern.</summary>
internal sealed class EndpointLocator(IReadOnlyList<CatalogService>? services, SessionOptions options)
{
    private readonly IReadOnlyList<CatalogService> _services = services ?? [];

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

        string? url = _services
            .Where(service => service.Type == type)
            .SelectMany(service => service.Endpoints ?? [])
            .FirstOrDefault(endpoint => endpoint.Interface == options.Interface && IsIn(endpoint, region))?.Url;
        if (url is null)
        {
            return OtcRegion.ServiceEndpoint(hostName, options.AuthUrl.Host);
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

    /// <summary>The regions the catalog names.</summary>
    public IEnumerable<string> Regions() => _services
        .SelectMany(service => service.Endpoints ?? [])
        .Select(endpoint => endpoint.RegionId ?? endpoint.Region)
        .OfType<string>()
        .Where(region => region is not ("*" or ""))
        .Distinct(StringComparer.Ordinal);

    // OTC lists services of all regions as region "*".
    private static bool IsIn(CatalogEndpoint endpoint, string region) =>
        (endpoint.RegionId ?? endpoint.Region) is "*" or null || endpoint.RegionId == region || endpoint.Region == region;
}
