using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Authenticates the requests of one session for as long as the session exists.</summary>
internal interface ISessionAuthenticator : IRequestAuthenticator, IDisposable
{
    /// <summary>Gets the expiration time of the current token; null if there is no token.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>Revokes the token in the cloud, if there is one.</summary>
    Task RevokeAsync(CallContext context);
}
