using System;
using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Client.Sessions;

/// <summary>
/// The host names of Open Telekom Cloud's regions. The catalog is the authority; these patterns serve to find the
/// identity service, and as a fallback for a service the catalog leaves out.
/// See https://docs.otc.t-systems.com/regions-and-endpoints/
/// </summary>
public static class OtcRegion
{
    private const string Swiss = "eu-ch2";

    /// <summary>The regions that are known by name. Others with the usual host pattern work too.</summary>
    public static IReadOnlyList<string> Known { get; } = ["eu-de", "eu-nl", Swiss];

    /// <summary>The identity service of a region.</summary>
    /// <param name="region">Letters, digits and hyphens, such as <c>eu-de</c>.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the name cannot be that of a region.</exception>
    public static Uri IdentityEndpoint(string region)
    {
        if (region is null || region.Length is 0 or > 40 || !region.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"'{region}' cannot be the name of a region.",
                $"Use one of {string.Join(", ", Known)}, or give the identity service's address with -AuthUrl.");
        }

        string prefix = region == Swiss ? "iam-pub" : "iam";
        return new Uri($"https://{prefix}.{region}.{Domain(region)}/v3");
    }

    /// <summary>The region that an identity service's host names, or null.</summary>
    internal static string? OfIdentityHost(string host)
    {
        string[] labels = host.Split('.');
        return labels.Length > 2 && labels[0] is "iam" or "iam-pub" && host.EndsWith(Domain(labels[1]), StringComparison.Ordinal)
            ? labels[1]
            : null;
    }

    /// <summary>Where a service should be by its pattern, or null if the identity service's host is none of OTC's.</summary>
    internal static Uri? ServiceEndpoint(string service, string identityHost) =>
        OfIdentityHost(identityHost) is { } region ? new Uri($"https://{service}.{region}.{Domain(region)}/") : null;

    private static string Domain(string region) => region == Swiss ? "sc.otc.t-systems.com" : "otc.t-systems.com";
}
