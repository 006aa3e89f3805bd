namespace OtcPassword.Client.Transport;

/// <summary>Authenticates requests with a token or a signature.</summary>
internal interface IRequestAuthenticator
{
    /// <summary>Adds the token or signature to a request.</summary>
    Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context);

    /// <summary>
    /// Renews the token or key after the cloud rejected <paramref name="refused"/>. Returns false if it cannot be renewed.
    /// </summary>
    Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context);

    /// <summary>
    /// Returns true if the token or key of a request has expired, so that the rejection says nothing about a renewed one.
    /// </summary>
    bool HasEnded(HttpRequestMessage refused);
}
