using System.Text.RegularExpressions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>Validates and completes the URLs of services.</summary>
internal static class EndpointAddress
{
    // Far below the limit of the framework.
    private const int Longest = 2048;

    /// <summary>Returns a URL if it is safe to send secrets to: HTTPS, or a service on this computer.</summary>
    /// <exception cref="OtcException">
    /// ConfigurationInvalid: the URL is not safe, or contains a user name, a query, or a fragment.
    /// </exception>
    public static Uri RequireSafe(Uri address, string name)
    {
        if (!ApiRequest.IsSafe(address))
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

    /// <summary>Returns the URL of the identity service, ending with <c>/v3</c>, from a URL with or without a version.</summary>
    public static Uri ForIdentity(Uri authUrl)
    {
        RequireSafe(authUrl, "The URL of the identity service");
        string[] path = Segments(authUrl);
        int version = LastVersion(path, next => next == "auth" || next.StartsWith("OS-", StringComparison.Ordinal));
        return At(authUrl, version < 0 ? path : path.Take(version), "v3");
    }

    /// <summary>
    /// Returns the URL of a service for a project: <c>https://host/v2.1/PROJECT</c>, after the path of the service if there is one.
    /// Keeps the version in <paramref name="address"/> if the service supports it, and replaces what follows: a project ID or a
    /// placeholder.
    /// </summary>
    public static Uri ForProject(Uri address, string projectId, string defaultVersion, params string[] otherVersions)
    {
        string[] path = Segments(address);
        int version = LastVersion(path, IsProject);

        // The ID of another project can have any form.
        version = version < 0 && path.Length == 2 && IsVersion(path[0]) ? 0 : version;
        string found = version < 0 ? defaultVersion : path[version].ToLowerInvariant();
        IEnumerable<string> prefix = version >= 0 ? path.Take(version)
            : path.Length > 0 && IsProject(path[path.Length - 1]) ? path.Take(path.Length - 1)
            : path;
        return At(
            address, prefix, Array.IndexOf(otherVersions, found) >= 0 ? found : defaultVersion, Uri.EscapeDataString(projectId));

        bool IsProject(string segment) =>
            string.Equals(segment, projectId, StringComparison.OrdinalIgnoreCase)
            || Guid.TryParse(segment, out _)
            || IsPlaceholder(Uri.UnescapeDataString(segment));
    }

    // The prefix of a gateway can look like a version as well: the version is at the end, or before a segment of the service.
    private static int LastVersion(string[] path, Func<string, bool> canFollow)
    {
        int last = path.Length - 1;
        while (last >= 0
            && !(IsVersion(path[last]) && !canFollow(path[last]) && (last == path.Length - 1 || canFollow(path[last + 1]))))
        {
            last--;
        }

        return last;
    }

    // "v3", "V2.1"
    private static bool IsVersion(string segment) =>
        segment[0] is 'v' or 'V' && segment.Substring(1).Split('.') is { Length: 1 or 2 } numbers
        && Array.TrueForAll(numbers, number => number.Length > 0 && number.All(c => c is >= '0' and <= '9'));

    // "$(project_id)s", "%(tenant_id)s", "AUTH_%(tenant_id)s". Most segments do not need the regular expression, whose creation
    // takes long.
    private static bool IsPlaceholder(string segment) =>
        segment.EndsWith(")s", StringComparison.OrdinalIgnoreCase)
        && Regex.IsMatch(segment, "[$%]\\([a-z_]+\\)s$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static string[] Segments(Uri address) => address.AbsolutePath.Split(['/'], StringSplitOptions.RemoveEmptyEntries);

    private static Uri At(Uri host, IEnumerable<string> prefix, params string[] path) =>
        new($"{host.GetLeftPart(UriPartial.Authority)}/{string.Join("/", prefix.Concat(path))}");

    private static string Shown(Uri address) =>
        address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : address.OriginalString;
}
