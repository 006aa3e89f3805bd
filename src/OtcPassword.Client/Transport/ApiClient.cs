using System.Net;
using System.Net.Http.Headers;

namespace OtcPassword.Client.Transport;

/// <summary>Sends all requests to the cloud: authenticates and retries them, limits the size of responses, and explains failures.</summary>
internal sealed class ApiClient : IDisposable
{
    // Not an HttpClient, which would add another asynchronous layer to each request.
    private readonly HttpMessageInvoker _http;
    private readonly SessionProxy? _proxy;

    /// <param name="proxy">The proxy, or null for the proxy of the system.</param>
    /// <param name="connectTimeout">The maximum time to establish a connection.</param>
    public ApiClient(IWebProxy? proxy, TimeSpan connectTimeout)
    {
        _proxy = proxy as SessionProxy ?? ((proxy ?? HttpHandlers.DefaultProxy) is { } used ? new SessionProxy(used) : null);

        _http = new HttpMessageInvoker(HttpHandlers.Create(_proxy, connectTimeout));
    }

    /// <summary>Sends a request, retries it if useful, and returns the successful response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authenticator">Authenticates the request; null for a sign-in, whose body contains the credentials.</param>
    /// <param name="context">Cancels the call, and receives lines about retries.</param>
    /// <exception cref="OtcException">The request failed.</exception>
    public async Task<ApiResponse> SendAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        var loop = new RetryLoop(request, context);
        while (true)
        {
            Attempt attempt = await AttemptAsync(request, authenticator, loop, context).ConfigureAwait(false);
            if (attempt.Failure is null)
            {
                return attempt.Response!;
            }

            await loop.WaitAsync(attempt.Failure, attempt.Credential).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> AttemptAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, RetryLoop loop, CallContext context)
    {
        // The slot first, because a token that is added earlier could expire while the request waits for its slot. Nor does this
        // wait count, because in a throttled fleet the last servers wait longer than an attempt may take.
        using RequestSlot slot = await context.RateLimiter.WaitForSlotAsync(context.Cancellation).ConfigureAwait(false);
        loop.Continue();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        timer.CancelAfter(loop.AttemptTime);
        RequestSlot? trial = null;
        try
        {
            CallContext limited = context.Until(timer.Token);
            if (loop.Rejected is not null)
            {
                await loop.Rejected.RenewAsync(limited).ConfigureAwait(false);
                loop.Rejected = null;
            }

            using HttpRequestMessage message = Create(request);
            IRenewable? credential = authenticator is null
                ? null
                : await authenticator.AuthenticateAsync(message, request.Body?.Content, limited).ConfigureAwait(false);
            trial = _proxy is null ? null : await _proxy.WaitForTrialAsync(request.Uri, timer.Token).ConfigureAwait(false);
            if (_proxy?.IsRefused == true && _proxy.Find(request.Uri) is not null)
            {
                return new Attempt(null, NetworkErrors.ExplainProxy(407, request, _proxy), null);
            }

            // After the token, because the framework keeps the last header value of each thread in memory.
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using HttpResponseMessage answer = await _http.SendAsync(message, timer.Token).ConfigureAwait(false);
            ApiResponse response = await ResponseReader.ReadAsync(answer, request, _proxy, timer.Token).ConfigureAwait(false);
            return Evaluate(response, request, slot, credential, context);
        }
        catch (Exception e)
        {
            // A stream that is closed during a read throws its own exception.
            context.Cancellation.ThrowIfCancellationRequested();
            Exception cause = timer.IsCancellationRequested ? new TimeoutException() : e;
            return new Attempt(null, NetworkErrors.Explain(cause, request, _proxy), null);
        }
        finally
        {
            // After a refusal of the proxy was noted.
            trial?.Dispose();
        }
    }

    private static HttpRequestMessage Create(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Uri);
        // .NET Framework would wait for the permission to send the body.
        message.Headers.ExpectContinue = false;
        if (request.SubjectToken is not null)
        {
            message.Headers.Add("X-Subject-Token", request.SubjectToken);
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body.Content);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.Body.MediaType);
        }

        return message;
    }

    private Attempt Evaluate(
        ApiResponse response, ApiRequest request, RequestSlot slot, IRenewable? credential, CallContext context)
    {
        if (response.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return new Attempt(null, NetworkErrors.ExplainProxy(407, request, _proxy), null);
        }

        _proxy?.Accept(request.Uri);
        FailedAttempt? failure = response.IsSuccess ? null : ErrorDecoder.Explain(response, request);
        if (failure is not { Kind: FailureKind.Throttled })
        {
            context.RateLimiter.Recover();
        }
        else if (context.RateLimiter.SlowDown(slot, failure.RetryAfter))
        {
            context.Trace($"{request.Uri.Authority} is throttling requests ({failure.Cause}). Reducing the request rate.");
        }

        return new Attempt(response, failure, credential);
    }

    private sealed record Attempt(ApiResponse? Response, FailedAttempt? Failure, IRenewable? Credential);
}

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
