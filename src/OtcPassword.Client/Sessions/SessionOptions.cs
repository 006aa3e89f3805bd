using System;
using System.Net;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Sessions;

/// <summary>Everything a sign-in needs.</summary>
public sealed class SessionOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="authUrl">
    /// The identity service, such as <c>https://iam.eu-de.otc.t-systems.com/v3</c>; HTTPS, except on loopback.
    /// <c>/v3</c> is added if it is missing.
    /// </param>
    /// <param name="credential">What to sign in with. A session copies it: dispose it when the sign-in is over.</param>
    public SessionOptions(Uri authUrl, SignInCredential credential)
    {
        AuthUrl = authUrl ?? throw new ArgumentNullException(nameof(authUrl));
        Credential = credential ?? throw new ArgumentNullException(nameof(credential));
    }

    /// <summary>The identity service.</summary>
    public Uri AuthUrl { get; }

    /// <summary>What to sign in with.</summary>
    public SignInCredential Credential { get; }

    /// <summary>The name of the project to work in, such as <c>eu-de_web</c>. Give this or <see cref="ProjectId"/>.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The id of the project to work in.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The account the project belongs to; null: the user's own, or the agency's if one is used.</summary>
    public DomainReference? ProjectDomain { get; init; }

    /// <summary>The agency to act through in another account; null: the caller acts in their own.</summary>
    public AgencyReference? Agency { get; init; }

    /// <summary>
    /// The region whose endpoints are used, such as <c>eu-de</c>; null: the one the identity service's host names, or
    /// the only one in the catalog.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>Which kind of endpoint to take from the catalog: <c>public</c>, <c>internal</c> or <c>admin</c>.</summary>
    public string Interface { get; init; } = "public";

    /// <summary>The ECS endpoint to use instead of the catalog's; version and project id are added if they are missing.</summary>
    public Uri? EcsEndpoint { get; init; }

    /// <summary>The BMS endpoint to use instead of the catalog's; version and project id are added if they are missing.</summary>
    public Uri? BmsEndpoint { get; init; }

    /// <summary>The proxy to go through; null: the system's.</summary>
    public IWebProxy? Proxy { get; init; }
}
