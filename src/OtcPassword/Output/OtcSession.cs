using OtcPassword.Client.Sessions;

namespace OtcPassword;

/// <summary>A session in Open Telekom Cloud, as <c>Connect-OtcSession</c> creates it. It has no secret properties.</summary>
public sealed class OtcSession
{
    internal OtcSession(Session session)
    {
        Client = session;
    }

    /// <summary>Gets the signed-in user; null for an access key, because the cloud does not report its user.</summary>
    public string? UserName => Client.UserName;

    /// <summary>Gets the access key ID (AK) if an access key was used; otherwise, null.</summary>
    public string? AccessKey => Client.AccessKey;

    /// <summary>Gets the account (domain) of the user.</summary>
    public string? DomainName => Client.DomainName;

    /// <summary>Gets the name of the project.</summary>
    public string? ProjectName => Client.ProjectName;

    /// <summary>Gets the ID of the project.</summary>
    public string ProjectId => Client.ProjectId;

    /// <summary>Gets the region.</summary>
    public string Region => Client.Region;

    /// <summary>Gets the sign-in method.</summary>
    public string SignInMethod => Client.SignInMethod;

    /// <summary>Gets when the current token expires (UTC), or null without a token. The session renews it earlier if it can.</summary>
    public DateTime? ExpiresAt => Client.ExpiresAt?.UtcDateTime;

    /// <summary>Gets the URL of the identity service.</summary>
    public Uri AuthUrl => Client.AuthUrl;

    /// <summary>Gets the ECS endpoint, or null if the region has none.</summary>
    public Uri? EcsEndpoint => Client.EcsEndpoint;

    /// <summary>Gets the BMS endpoint, or null if the region has none.</summary>
    public Uri? BmsEndpoint => Client.BmsEndpoint;

    internal Session Client { get; }

    /// <summary>Returns the user, account, project, and region.</summary>
    public override string ToString() => $"{UserName ?? $"access key {AccessKey}"}@{DomainName}, {ProjectName ?? ProjectId}, {Region}";
}
