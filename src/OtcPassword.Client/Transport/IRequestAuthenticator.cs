namespace OtcPassword.Client.Transport;

/// <summary>Authenticates requests with a token or a signature.</summary>
internal interface IRequestAuthenticator
{
    /// <summary>
    /// Adds the token or signature to a request. Returns what renews it if the cloud rejects it, or null if the request cannot be
    /// authenticated in another way.
    /// </summary>
    Task<IRenewable?> AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context);
}

/// <summary>The token or key that a request was sent with.</summary>
internal interface IRenewable
{
    /// <summary>Gets whether it has expired or was replaced, so that its rejection says nothing about a renewed one.</summary>
    bool HasEnded { get; }

    /// <summary>Renews it, unless that has happened in the meantime.</summary>
    /// <exception cref="OtcException">It cannot be renewed.</exception>
    Task RenewAsync(CallContext context);
}
