using System;
using System.Text.RegularExpressions;

namespace OtcPassword.Client.Sessions;

/// <summary>Rules for addresses of the cloud's services.</summary>
internal static class EndpointAddress
{
    // Far below what the framework can make an address of.
    private const int Longest = 2048;

    private static readonly Regex Version = new("^/(v[0-9]+(?:\\.[0-9]+)?)(?:/|$)", RegexOptions.CultureInvariant);

    /// <summary>Passes on an address that is safe to send a secret to: HTTPS, or this machine itself.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: it is neither, or it carries a user name or a query.</exception>
    public static Uri RequireSafe(Uri address, string name)
    {
        if (!address.IsAbsoluteUri
            || (address.Scheme != "https" && !(address.Scheme == "http" && address.IsLoopback)))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} '{Shown(address)}' is no https address.",
                "Use https. Only services on this machine itself (127.0.0.1, localhost) may be called without.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} on host '{address.Host}' has a user name, a query or a fragment in it.",
                "Give scheme, host, port and path only.");
        }

        if (address.AbsoluteUri.Length > Longest)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{name} on host '{address.Host}' has {address.AbsoluteUri.Length} characters.",
                "Give scheme, host, port and path only.");
        }

        return address;
    }

    /// <summary>The identity service's address with <c>/v3</c> at its end, whatever of it was left out or added.</summary>
    public static Uri ForIdentity(Uri authUrl)
    {
        string text = RequireSafe(authUrl, "The identity service's address").AbsoluteUri.TrimEnd('/');
        int end = text.IndexOf("/v3/", StringComparison.Ordinal);
        text = end >= 0 ? text.Substring(0, end + 3) : text;
        return text.EndsWith("/v3", StringComparison.Ordinal) ? new Uri(text) : new Uri($"{text}/v3");
    }

    /// <summary>
    /// A service's address for a project: <c>https://host/v2.1/PROJECT</c>. A version in <paramref name="address"/> is
    /// kept if the service has it; what follows the version (a project id or a placeholder) is replaced.
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
