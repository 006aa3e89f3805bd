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

/// <summary>The source of the tokens or keys of a session, which ends together with the session.</summary>
internal interface IRevocable : IDisposable
{
    /// <summary>Discards the token or key, and revokes it if its issuer can. Later requests fail.</summary>
    Task RevokeAsync(CallContext context);
}

/// <summary>Adds a header that is not renewed.</summary>
internal sealed class FixedHeader(Action<HttpRequestMessage> add) : IRequestAuthenticator
{
    public Task<IRenewable?> AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        add(message);
        return Task.FromResult<IRenewable?>(null);
    }
}
