using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>The one way to the cloud: proves who asks, sends, retries, limits the answer and explains failures.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int MaxProofs = 5;

    private readonly HttpClient _http;

    public ApiClient(IWebProxy? proxy)
    {
        // Time limits are the retry policy's: it tells an attempt that took too long from a caller who gave up.
        _http = new HttpClient(HttpHandlers.Create(proxy)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request, again if that can help, and returns the successful answer.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="authenticator">Who asks; null for a sign-in, which proves itself by its body.</param>
    /// <param name="context">Stops the call and hears of retries.</param>
    /// <exception cref="OtcException">Everything else than success, with the word that fits.</exception>
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
            throw NetworkErrors.Explain(e, request);
        }

        return response.IsSuccess ? response : throw ErrorDecoder.Explain(response, request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiResponse> SendOrRenewAsync(
        ApiRequest request, IRequestAuthenticator? authenticator, CallContext context)
    {
        // The turn first: a token that is put in before may have ended when the turn comes.
        using RequestSlot turn = await context.RateLimiter.WaitForSlotAsync(context.Cancellation).ConfigureAwait(false);
        for (int proofs = 1; ; proofs++)
        {
            using HttpRequestMessage message = await PrepareAsync(request, authenticator, context).ConfigureAwait(false);
            ApiResponse response = await SendOnceAsync(message, request, turn, context).ConfigureAwait(false);
            if (authenticator is null || !ErrorDecoder.IsIdentityRefused(response))
            {
                return response;
            }

            // One new proof is worth a try. Another one only if that came to its end while the request was under way.
            bool isWorthATry = proofs == 1 || (proofs < MaxProofs && authenticator.HasEnded(message));
            if (!isWorthATry || !await authenticator.TryRenewAsync(message, context).ConfigureAwait(false))
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

        // After the token: the framework keeps the value of the header it wrote last, one for each thread.
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return message;
    }

    private async Task<ApiResponse> SendOnceAsync(
        HttpRequestMessage message, ApiRequest request, RequestSlot turn, CallContext context)
    {
        ApiResponse answer = await RetryPolicy
            .AttemptAsync(c => ReadResponseAsync(message, request, c), context).ConfigureAwait(false);
        if (!ErrorDecoder.IsThrottled(answer))
        {
            context.RateLimiter.Recover();
        }
        else if (context.RateLimiter.SlowDown(turn, answer.RetryAfter))
        {
            context.Trace($"{request.Uri.Authority} gets too many requests: slowing down.");
        }

        return answer;
    }

    private async Task<ApiResponse> ReadResponseAsync(
        HttpRequestMessage message, ApiRequest request, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            ArraySegment<byte> body = await ResponseReader.ReadAsync(response, request, cancellation).ConfigureAwait(false);
            // Only who has to explain a failure looks for secrets: what is looked for becomes a string that can't be wiped.
            return new ApiResponse(response, body, new Lazy<SentSecrets>(() => SentSecrets.Of(message, request.Body)));
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellation.IsCancellationRequested)
        {
            // A stream that was closed under a reader fails in its own words.
            throw new OperationCanceledException(cancellation);
        }
    }
}
