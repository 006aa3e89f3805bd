namespace OtcPassword.Client.Transport;

/// <summary>Sends the requests of one session to its services.</summary>
/// <param name="api">Sends them.</param>
/// <param name="authenticator">Adds the token or signature of the session.</param>
/// <param name="ended">Canceled when the session is signed out.</param>
internal sealed class ServiceClient(ApiClient api, IRequestAuthenticator authenticator, CancellationToken ended)
{
    /// <exception cref="OtcException">NotConnected: the session was signed out. Otherwise as <see cref="ApiClient.SendAsync"/>.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, ended);
        try
        {
            return await api.SendAsync(request, authenticator, context.Until(stop.Token)).ConfigureAwait(false);
        }
        catch (Exception e) when (ended.IsCancellationRequested && !context.Cancellation.IsCancellationRequested
            && e is OperationCanceledException or ObjectDisposedException or OtcException { Error: OtcError.NotConnected })
        {
            throw new OtcException(
                OtcError.NotConnected,
                $"Cannot complete the request for {request.Subject} because the session is signed out.",
                "Run Connect-OtcSession to sign in.");
        }
    }
}
