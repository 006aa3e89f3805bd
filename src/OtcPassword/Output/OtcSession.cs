using System;
using OtcPassword.Client.Sessions;

namespace OtcPassword;

/// <summary>A connection to Open Telekom Cloud, as <c>Connect-OtcSession</c> makes it. It shows no secret.</summary>
public sealed class OtcSession
{
    internal OtcSession(Session session)
    {
        Client = session;
    }

    /// <summary>The user who signed in; nothing where an access key was used, which does not tell.</summary>
    public string? UserName => Client.UserName;

    /// <summary>The id of the access key (AK) that was used; else nothing.</summary>
    public string? AccessKey => Client.AccessKey;

    /// <summary>The account (domain) the user belongs to.</summary>
    public string? DomainName => Client.DomainName;

    /// <summary>The project all cmdlets work in.</summary>
    public string? ProjectName => Client.ProjectName;

    /// <summary>The id of that project.</summary>
    public string ProjectId => Client.ProjectId;

    /// <summary>The region.</summary>
    public string Region => Client.Region;

    /// <summary>How the user signed in.</summary>
    public string SignInMethod => Client.SignInMethod;

    /// <summary>When the present token ends (UTC); it is renewed before, where it can be. Nothing if there is no token.</summary>
    public DateTime? ExpiresAt => Client.ExpiresAt?.UtcDateTime;

    /// <summary>The identity service.</summary>
    public Uri AuthUrl => Client.AuthUrl;

    /// <summary>The endpoint for virtual servers, or null if the region has none.</summary>
    public Uri? EcsEndpoint => Client.EcsEndpoint;

    /// <summary>The endpoint for bare metal servers, or null if the region has none.</summary>
    public Uri? BmsEndpoint => Client.BmsEndpoint;

    internal Session Client { get; }

    /// <summary>User, project and region.</summary>
    public override string ToString() => $"{UserName ?? $"access key {AccessKey}"}@{DomainName}, {ProjectName ?? ProjectId}, {Region}";
}
