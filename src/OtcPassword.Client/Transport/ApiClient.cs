using System.Net;
using System.Net.Http.Headers;

namespace OtcPassword.Client.Transport;

/// <summary>Sends all requests to the cloud: authenticates and retries them, limits the size of responses, and explains failures.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly SessionProxy? _proxy;

    /// <param name="proxy">The proxy, or null for the proxy of the system.</param>
    /// <param name="connectTimeout">The maximum time to establish a connection.</param>
    public ApiClient(IWebProxy? proxy, TimeSpan connectTimeout)
    {
        _proxy = proxy as SessionProxy ?? ((proxy ?? HttpHandlers.DefaultProxy) is { } used ? new SessionProxy(used) : null);

        // Each attempt has a timeout of its own, which can be distinguished from a cancellation by the caller.
        _http = new HttpClient(HttpHandlers.Create(_proxy, connectTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
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
        using RequestSlot slot = await loop.WaitForSlotAsync().ConfigureAwait(false);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        timer.CancelAfter(loop.AttemptTime);
        RequestSlot trial = default;
        try
        {
            CallContext limited = context.Until(timer.Token);
            await loop.RenewAsync(limited).ConfigureAwait(false);
            using HttpRequestMessage message = Create(request);
            IRenewable? credential = authenticator is null
                ? null
                : await authenticator.AuthenticateAsync(message, request.Body?.Content, limited).ConfigureAwait(false);
            trial = _proxy is null ? default : await _proxy.WaitForTrialAsync(request.Uri, timer.Token).ConfigureAwait(false);
            ApiResponse? response = _proxy?.IsRefused == true && _proxy.Find(request.Uri) is not null
                ? null
                : await SendOnceAsync(message, request, timer.Token).ConfigureAwait(false);
            if (response is null or { Status: HttpStatusCode.ProxyAuthenticationRequired })
            {
                return new Attempt(null, NetworkErrors.ExplainProxy(407, request, _proxy), null);
            }

            _proxy?.Accept(request.Uri);
            FailedAttempt? failure = response.IsSuccess ? null : ErrorDecoder.Explain(response, request);
            AdjustRate(failure, request, slot, context);
            return new Attempt(response, failure, credential);
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
            trial.Dispose();
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

    private async Task<ApiResponse> SendOnceAsync(HttpRequestMessage message, ApiRequest request, CancellationToken cancellation)
    {
        // After the token, because the framework keeps the last header value of each thread in memory.
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using HttpResponseMessage response = await _http
            .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        ArraySegment<byte> body = await ResponseReader.ReadAsync(response, request, cancellation).ConfigureAwait(false);
        // Lazy, because masking converts the secrets to strings, which cannot be cleared. Only failures require it.
        return new ApiResponse(response, body, new Lazy<IReadOnlyCollection<string>>(() => SentSecrets.Of(message, request.Body)));
    }

    private static void AdjustRate(FailedAttempt? failure, ApiRequest request, RequestSlot slot, CallContext context)
    {
        if (failure is not { Kind: FailureKind.Throttled })
        {
            context.RateLimiter.Recover();
        }
        else if (context.RateLimiter.SlowDown(slot, failure.RetryAfter))
        {
            context.Trace($"{request.Uri.Authority} is throttling requests ({failure.Cause}). Reducing the request rate.");
        }
    }

    private sealed record Attempt(ApiResponse? Response, FailedAttempt? Failure, IRenewable? Credential);
}
