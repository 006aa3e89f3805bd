namespace OtcPassword.Client.Sessions;

/// <summary>
/// The default host names in the regions of T Cloud Public. They are used to find the identity service, and for services
/// if there is no service catalog.
/// See https://docs.otc.t-systems.com/regions-and-endpoints/
/// </summary>
public static class OtcRegion
{
    private const string Swiss = "eu-ch2";

    /// <summary>Gets the known regions. Other regions with the same host names also work.</summary>
    public static IReadOnlyList<string> Known { get; } = ["eu-de", "eu-nl", Swiss];

    /// <summary>Returns the URL of the identity service of a region.</summary>
    /// <param name="region">Lowercase letters, digits, and hyphens, such as <c>eu-de</c>.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the name is not a valid region name.</exception>
    public static Uri IdentityEndpoint(string region)
    {
        if (region is null || region.Length is 0 or > 40 || !region.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{SpecifiedText.Quote(region ?? string.Empty)} is not a valid region name.",
                $"Specify one of the regions {string.Join(", ", Known)}, or specify the URL of the identity service with -AuthUrl.");
        }

        string prefix = region == Swiss ? "iam-pub" : "iam";
        return new Uri($"https://{prefix}.{region}.{Domain(region)}/v3");
    }

    /// <summary>Returns the region in the host name of an identity service, or null.</summary>
    internal static string? OfIdentityHost(string host)
    {
        string[] labels = host.Split('.');
        return labels.Length > 2 && labels[0] is "iam" or "iam-pub" && host.EndsWith(Domain(labels[1]), StringComparison.Ordinal)
            ? labels[1]
            : null;
    }

    /// <summary>Returns the region of an availability zone, such as <c>eu-de-01</c>, or null.</summary>
    internal static string? OfAvailabilityZone(string? zone) =>
        zone is null ? null : Known.FirstOrDefault(region => zone.StartsWith(region, StringComparison.Ordinal));

    /// <summary>Returns the default URL of a service, or null if the identity service is not one of OTC's.</summary>
    internal static Uri? ServiceEndpoint(string service, string identityHost) =>
        OfIdentityHost(identityHost) is { } region ? new Uri($"https://{service}.{region}.{Domain(region)}/") : null;

    private static string Domain(string region) => region == Swiss ? "sc.otc.t-systems.com" : "otc.t-systems.com";
}
