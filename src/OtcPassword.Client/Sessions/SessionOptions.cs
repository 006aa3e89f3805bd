using System.Net;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Sessions;

/// <summary>The options of a session.</summary>
public sealed class SessionOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="authUrl">
    /// The URL of the identity service, such as <c>https://iam.eu-de.otc.t-systems.com/v3</c>: HTTPS, except on this computer.
    /// <c>/v3</c> is added if it is missing.
    /// </param>
    /// <param name="credential">The credential. The session copies it, so that it can be disposed after the sign-in.</param>
    public SessionOptions(Uri authUrl, SignInCredential credential)
    {
        AuthUrl = authUrl ?? throw new ArgumentNullException(nameof(authUrl));
        Credential = credential ?? throw new ArgumentNullException(nameof(credential));
    }

    /// <summary>Gets the URL of the identity service.</summary>
    public Uri AuthUrl { get; }

    /// <summary>Gets the credential.</summary>
    public SignInCredential Credential { get; }

    /// <summary>Gets the name of the project, such as <c>eu-de_web</c>. Specify this property or <see cref="ProjectId"/>.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Gets the ID of the project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Gets the account of the project; null for the account of the agency, if any, or the user.</summary>
    public DomainReference? ProjectDomain { get; init; }

    /// <summary>Gets the agency through which to act in another account, or null.</summary>
    public AgencyReference? Agency { get; init; }

    /// <summary>
    /// Gets the region of the endpoints, such as <c>eu-de</c>; null for the region in the host name of the identity service, or
    /// the only region in the service catalog.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>Gets the interface of the endpoints in the service catalog: <c>public</c>, <c>internal</c>, or <c>admin</c>.</summary>
    public string Interface { get; init; } = "public";

    /// <summary>Gets the ECS endpoint to use instead of the one in the catalog. Missing version and project ID are added.</summary>
    public Uri? EcsEndpoint { get; init; }

    /// <summary>Gets the BMS endpoint to use instead of the one in the catalog. Missing version and project ID are added.</summary>
    public Uri? BmsEndpoint { get; init; }

    /// <summary>Gets the proxy; null for the proxy of the operating system.</summary>
    public IWebProxy? Proxy { get; init; }
}
