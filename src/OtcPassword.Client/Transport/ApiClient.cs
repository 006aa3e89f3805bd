using System.Net;
using System.Net.Http.Headers;

namespace OtcPassword.Client.Transport;

/// <summary>Sends all requests to the cloud: authenticates and retries them, limits the size of responses, and explains failures.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int MaxAttempts = 5;

    private readonly HttpClient _http;
    private readonly HttpsOnlyProxy? _proxy;

    public ApiClient(IWebProxy? proxy)
    {
        _proxy = (proxy ?? HttpHandlers.DefaultProxy) is { } used ? new HttpsOnlyProxy(used) : null;

        // Each attempt has a timeout of its own, which can be distinguished from a cancellation by the caller.
        _http = new HttpClient(HttpHandlers.Create(_proxy)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request, retries it if useful, and returns the successful response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authenticator">Authenticates the request; null for a sign-in, whose body contains the credentials.</param>
    /// <param name="context">Cancels the call, and receives lines about retries.</param>
    /// <exception cref="OtcException">The request failed.</exception>
    public async Task<ApiResponse> SendAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        ApiResponse response;
        try
        {
            response = await RetryPolicy.ExecuteAsync(
                request, context, attempt => SendOrRenewAsync(request, authenticator, attempt)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OtcException && !context.Cancellation.IsCancellationRequested)
        {
            throw NetworkErrors.Explain(e, request, _proxy?.Find(request.Uri));
        }

        return response.IsSuccess ? response : throw ErrorDecoder.Explain(response, request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiResponse> SendOrRenewAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        // The slot first, because a token that is added earlier could expire while the request waits for its slot.
        using RequestSlot slot = await context.RateLimiter.WaitForSlotAsync(context.Cancellation).ConfigureAwait(false);
        for (int attempts = 1; ; attempts++)
        {
            using HttpRequestMessage message = await PrepareAsync(request, authenticator, context).ConfigureAwait(false);
            ApiResponse response = await SendOnceAsync(message, request, context).ConfigureAwait(false);
            AdjustRate(response, request, slot, context);
            if (authenticator is null || !ErrorDecoder.IsCredentialRejected(response))
            {
                return response;
            }

            // One renewal of the token or signature is always tried. Further ones only if it expired during the request.
            bool isWorthwhile = attempts == 1 || (attempts < MaxAttempts && authenticator.HasEnded(message));
            if (!isWorthwhile || !await authenticator.TryRenewAsync(message, context).ConfigureAwait(false))
            {
                return response;
            }
        }
    }

    private static async Task<HttpRequestMessage> PrepareAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        var message = new HttpRequestMessage(request.Method, request.Uri);
        if (request.SubjectToken is not null)
        {
            message.Headers.Add("X-Subject-Token", request.SubjectToken);
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body.Json);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (authenticator is not null)
        {
            await authenticator.AuthenticateAsync(message, request.Body?.Json, context).ConfigureAwait(false);
        }

        // After the token, because the framework keeps the last header value of each thread in memory.
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return message;
    }

    private static void AdjustRate(ApiResponse response, ApiRequest request, RequestSlot slot, CallContext context)
    {
        if (!ErrorDecoder.IsThrottled(response))
        {
            context.RateLimiter.Recover();
        }
        else if (context.RateLimiter.SlowDown(slot, response.RetryAfter))
        {
            context.Trace($"{request.Uri.Authority} is throttling requests (HTTP {(int)response.Status}). Reducing the request rate.");
        }
    }

    /// <exception cref="TimeoutException">The attempt timed out.</exception>
    private async Task<ApiResponse> SendOnceAsync(HttpRequestMessage message, ApiRequest request, CallContext context)
    {
        // Waiting for a slot does not count, because in a throttled fleet the last servers wait longer than the timeout of a request.
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        attempt.CancelAfter(context.Limits.Attempt);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt.Token).ConfigureAwait(false);
            ArraySegment<byte> body = await ResponseReader.ReadAsync(response, request, attempt.Token).ConfigureAwait(false);
            // Lazy, because masking converts the secrets to strings, which cannot be cleared. Only failures require it.
            return new ApiResponse(response, body, new Lazy<SentSecrets>(() => SentSecrets.Of(message, request.Body)));
        }
        catch (Exception e) when (attempt.IsCancellationRequested)
        {
            // A stream that is closed during a read throws its own exception.
            context.Cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException("The request timed out.", e);
        }
    }
}
