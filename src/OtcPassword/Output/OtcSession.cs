using OtcPassword.Client;
using OtcPassword.Client.Sessions;

namespace OtcPassword;

/// <summary>A session in T Cloud Public, as <c>Connect-OtcSession</c> creates it. It has no secret properties.</summary>
public sealed class OtcSession
{
    internal OtcSession(Session session)
    {
        Client = session;
    }

    /// <summary>Gets the signed-in user; null for an access key or a server, because the cloud does not report their user.</summary>
    public string? UserName => Clean(Client.UserName);

    /// <summary>Gets the access key ID (AK) if one was specified; otherwise, null.</summary>
    public string? AccessKey => Clean(Client.AccessKey);

    /// <summary>Gets the account (domain) of the user.</summary>
    public string? DomainName => Clean(Client.DomainName);

    /// <summary>Gets the name of the project.</summary>
    public string? ProjectName => Clean(Client.ProjectName);

    /// <summary>Gets the ID of the project.</summary>
    public string ProjectId => Clean(Client.ProjectId)!;

    /// <summary>Gets the region.</summary>
    public string Region => Clean(Client.Region)!;

    /// <summary>Gets the sign-in method.</summary>
    public string SignInMethod => Clean(Client.SignInMethod)!;

    /// <summary>
    /// Gets the expiration time (UTC) of the current token or temporary access key, which the session renews earlier if it can, or null.
    /// </summary>
    public DateTime? ExpiresAt => Client.ExpiresAt?.UtcDateTime;

    /// <summary>Gets the URL of the identity service.</summary>
    public Uri AuthUrl => Client.AuthUrl;

    /// <summary>Gets the ECS endpoint, or null if the region has none.</summary>
    public Uri? EcsEndpoint => Client.EcsEndpoint;

    /// <summary>Gets the BMS endpoint, or null if the region has none.</summary>
    public Uri? BmsEndpoint => Client.BmsEndpoint;

    internal Session Client { get; }

    /// <summary>Returns the user, account, project, and region.</summary>
    public override string ToString() =>
        $"{UserName ?? (AccessKey is null ? SignInMethod : $"access key {AccessKey}")}@{DomainName}, {ProjectName ?? ProjectId}, {Region}";

    // Settings come from files of others, too.
    private static string? Clean(string? text) => text is null ? null : ReadableText.Clean(text);
}
