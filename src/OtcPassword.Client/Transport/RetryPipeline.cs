using System.Diagnostics;
using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;

namespace OtcPassword.Client.Transport;

/// <summary>Decides which failed requests are retried, and when.</summary>
internal static class RetryPipeline
{
    private const int MaxRetries = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private static readonly ResiliencePipeline<ApiResponse> Pipeline = new ResiliencePipelineBuilder<ApiResponse>()
        .AddRetry(new RetryStrategyOptions<ApiResponse>
        {
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstDelay,
            MaxDelay = LongestDelay,
            ShouldHandle = args => new ValueTask<bool>(CallOf(args.Context).MayRetry(args.Outcome, args.AttemptNumber)),
            DelayGenerator = args => new ValueTask<TimeSpan?>(args.Outcome.Result?.RetryAfter),
            OnRetry = args =>
            {
                CallOf(args.Context).TraceRetry(args.Outcome, args.RetryDelay);
                return default;
            },
        })
        .Build();

    // Not a field: the runtime would load Polly with this class, before it is needed.
    private static ResiliencePropertyKey<Call> CallKey => new("call");

    /// <summary>Returns the outcome of the first attempt, or of later ones if they are useful.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">Cancels the retries, and receives a line about each of them.</param>
    /// <param name="send">Sends the request again.</param>
    /// <param name="first">The first attempt, which is over.</param>
    public static async Task<ApiResponse> ContinueAsync(
        ApiRequest request, CallContext context, Func<CallContext, Task<ApiResponse>> send, Task<ApiResponse> first)
    {
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(context.Cancellation);
        resilience.Properties.Set(CallKey, new Call(request, context, send, first));
        try
        {
            return await Pipeline.ExecuteAsync(
                static r => new ValueTask<ApiResponse>(CallOf(r).AttemptAsync()), resilience).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private sealed class Call(
        ApiRequest request, CallContext context, Func<CallContext, Task<ApiResponse>> send, Task<ApiResponse> first)
    {
        // Few retries, so that the user soon sees that the cloud cannot be reached.
        private const int MaxConnectRetries = 3;

        private readonly Stopwatch _failing = new();
        private Task<ApiResponse>? _first = first;

        public Task<ApiResponse> AttemptAsync()
        {
            Task<ApiResponse> attempt = _first ?? send(context);
            _first = null;
            return attempt;
        }

        public bool MayRetry(Outcome<ApiResponse> outcome, int attempt)
        {
            if (NetworkErrors.NothingWasSent(outcome.Exception))
            {
                return attempt < MaxConnectRetries;
            }

            return request.IsRepeatable && !IsOver() && outcome switch
            {
                { Result: { } response } => IsTransient(response) && !(response.RetryAfter > RetryPolicy.LongestRetryAfter),
                // A transient failure to renew the token.
                { Exception: OtcException e } => e.IsTransient,
                { Exception: TimeoutException } => true,
                _ => NetworkErrors.IsTransient(outcome.Exception),
            };
        }

        public void TraceRetry(Outcome<ApiResponse> outcome, TimeSpan delay)
        {
            string why = outcome.Result is { } response
                ? $"HTTP {(int)response.Status}"
                : NetworkErrors.Reason(outcome.Exception);
            context.Trace(string.Format(
                CultureInfo.InvariantCulture,
                "The request for {0} failed ({1}). Retrying in {2:0.0} seconds.",
                request.Subject, why, delay.TotalSeconds));
        }

        // Counted from the first failure, so that waiting for the first slot does not shorten the time for retries.
        private bool IsOver()
        {
            _failing.Start();
            return _failing.Elapsed > context.Limits.Retrying;
        }

        private bool IsTransient(ApiResponse response) =>
            ErrorDecoder.IsTransient(response)
            && !(request.IsGatewayTimeoutFinal && response.Status == HttpStatusCode.GatewayTimeout);
    }
}
