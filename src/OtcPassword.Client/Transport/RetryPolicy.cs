using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace OtcPassword.Client.Transport;

/// <summary>Decides which requests are retried, and when.</summary>
internal static class RetryPolicy
{
    private const int MaxRetries = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly ResiliencePropertyKey<Call> CallKey = new("call");
    private static readonly ResiliencePropertyKey<TimeSpan> TimeoutKey = new("timeout");

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

    private static readonly ResiliencePipeline<ApiResponse> Attempt = new ResiliencePipelineBuilder<ApiResponse>()
        .AddTimeout(new TimeoutStrategyOptions
        {
            TimeoutGenerator = static args => new ValueTask<TimeSpan>(args.Context.Properties.GetValue(TimeoutKey, default)),
        })
        .Build();

    /// <summary>Gets the longest Retry-After that is followed.</summary>
    public static TimeSpan LongestRetryAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Sends a request, and retries it if useful.</summary>
    public static async Task<ApiResponse> ExecuteAsync(
        ApiRequest request, CallContext context, Func<CallContext, Task<ApiResponse>> send)
    {
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(context.Cancellation);
        resilience.Properties.Set(CallKey, new Call(request, context));
        try
        {
            return await Pipeline.ExecuteAsync(
                static (r, send) => new ValueTask<ApiResponse>(send(CallOf(r).Context)), resilience, send).ConfigureAwait(false);
        }
        finally
        {
            // Without the pool, a fleet of 100,000 servers needs a tenth more memory.
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    /// <summary>
    /// Limits the time of one attempt. Waiting for a slot does not count, because in a throttled fleet the last servers wait
    /// longer than the timeout of a request.
    /// </summary>
    /// <exception cref="TimeoutRejectedException">The attempt timed out.</exception>
    public static async Task<ApiResponse> AttemptAsync(
        Func<CancellationToken, Task<ApiResponse>> send, CallContext context)
    {
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(context.Cancellation);
        resilience.Properties.Set(TimeoutKey, context.Limits.Attempt);
        try
        {
            return await Attempt.ExecuteAsync(
                static (r, send) => new ValueTask<ApiResponse>(send(r.CancellationToken)), resilience, send).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private sealed class Call(ApiRequest request, CallContext context)
    {
        // Few retries, so that the user soon sees that the cloud cannot be reached.
        private const int MaxConnectRetries = 3;

        private readonly Stopwatch _failing = new();

        public CallContext Context { get; } = context;

        public bool MayRetry(Outcome<ApiResponse> outcome, int attempt)
        {
            if (NetworkErrors.NothingWasSent(outcome.Exception))
            {
                return attempt < MaxConnectRetries;
            }

            return request.IsRepeatable && !IsOver() && outcome switch
            {
                { Result: { } response } => IsTransient(response) && !(response.RetryAfter > LongestRetryAfter),
                // A transient failure to renew the token.
                { Exception: OtcException e } => e.IsTransient,
                { Exception: TimeoutRejectedException } => true,
                _ => NetworkErrors.IsTransient(outcome.Exception),
            };
        }

        public void TraceRetry(Outcome<ApiResponse> outcome, TimeSpan delay)
        {
            string why = outcome.Result is { } response
                ? $"HTTP {(int)response.Status}"
                : NetworkErrors.Reason(outcome.Exception);
            Context.Trace(string.Format(
                CultureInfo.InvariantCulture,
                "The request for {0} failed ({1}). Retrying in {2:0.0} seconds.",
                request.Subject, why, delay.TotalSeconds));
        }

        // Counted from the first failure, so that waiting for the first slot does not shorten the time for retries.
        private bool IsOver()
        {
            _failing.Start();
            return _failing.Elapsed > Context.Limits.Retrying;
        }

        private bool IsTransient(ApiResponse response) =>
            ErrorDecoder.IsTransient(response)
            && !(request.IsGatewayTimeoutFinal && response.Status == HttpStatusCode.GatewayTimeout);
    }
}
