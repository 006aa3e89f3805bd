using System.Text.RegularExpressions;

namespace OtcPassword.Client.Sessions;

/// <summary>Validates and completes the URLs of services.</summary>
internal static class EndpointAddress
{
    // Far below the limit of the framework.
    private const int Longest = 2048;

    private static readonly Regex Version = new("^/(v[0-9]+(?:\\.[0-9]+)?)(?:/|$)", RegexOptions.CultureInvariant);

    /// <summary>Returns a URL if it is safe to send secrets to: HTTPS, or a service on this computer.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: the URL is not safe, or contains a user name, a query, or a fragment.</exception>
    public static Uri RequireSafe(Uri address, string name)
    {
        if (!address.IsAbsoluteUri
            || (address.Scheme != "https" && !(address.Scheme == "http" && address.IsLoopback)))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} {SpecifiedText.Quote(Shown(address))} is not an HTTPS URL.",
                "Use HTTPS. Plain HTTP is allowed only for services on this computer (127.0.0.1 or localhost).");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} on host '{address.Host}' contains a user name, a query, or a fragment.",
                "Specify only the scheme, host, port, and path.");
        }

        if (address.AbsoluteUri.Length > Longest)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} on host '{address.Host}' has {address.AbsoluteUri.Length} characters; the maximum is {Longest}.",
                "Specify only the scheme, host, port, and path.");
        }

        return address;
    }

    /// <summary>Returns the URL of the identity service, ending with <c>/v3</c>. Adds or removes path segments as necessary.</summary>
    public static Uri ForIdentity(Uri authUrl)
    {
        string text = RequireSafe(authUrl, "The URL of the identity service").AbsoluteUri.TrimEnd('/');
        int end = text.IndexOf("/v3/", StringComparison.Ordinal);
        text = end >= 0 ? text.Substring(0, end + 3) : text;
        return text.EndsWith("/v3", StringComparison.Ordinal) ? new Uri(text) : new Uri($"{text}/v3");
    }

    /// <summary>
    /// Returns the URL of a service for a project: <c>https://host/v2.1/PROJECT</c>. Keeps the version in
    /// <paramref name="address"/> if the service supports it, and replaces what follows: a project ID or a placeholder.
    /// </summary>
    public static Uri ForProject(Uri address, string projectId, string defaultVersion, params string[] otherVersions)
    {
        Match match = Version.Match(address.AbsolutePath);
        string found = match.Groups[1].Value;
        string version = Array.IndexOf(otherVersions, found) >= 0 ? found : defaultVersion;
        string prefix = match.Success ? string.Empty : address.AbsolutePath.TrimEnd('/');
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{prefix}/{version}/{Uri.EscapeDataString(projectId)}");
    }

    private static string Shown(Uri address) =>
        address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : address.OriginalString;
}
