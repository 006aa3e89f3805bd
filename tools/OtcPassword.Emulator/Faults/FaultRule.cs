using System.IO.Enumeration;
using System.Threading.RateLimiting;

namespace OtcPassword.Emulator.Faults;

/// <summary>A rule that was checked and is ready to apply.</summary>
#pragma warning disable CA1001 // A rate limiter without a timer has nothing to dispose.
internal sealed class FaultRule
#pragma warning restore CA1001
{
    private readonly FaultRuleEntry _entry;
    private readonly long _seed;
    private readonly CloudService? _service;
    private readonly (int Status, double Share)[] _errors;
    private readonly TokenBucketRateLimiter? _limiter;

    public FaultRule(FaultRuleEntry entry, long seed, int index)
    {
        _entry = entry;
        _seed = seed ^ ((long)index << 32);
        _service = entry.Service is null ? null
            : Array.Find(CloudService.All, s => s.Name.Equals(entry.Service, StringComparison.OrdinalIgnoreCase))
                ?? throw new ScenarioException($"Unknown service '{entry.Service}'. Valid values are iam, ecs, bms, image, and openid.");
        _errors = [.. entry.Errors.Select(error => (StatusOf(error.Key), error.Value)).Order()];
        _limiter = entry.RequestsPerSecond is not { } rate ? null
            : rate <= 0 ? throw new ScenarioException("requestsPerSecond must be more than 0.")
            : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = (int)Math.Clamp(entry.Burst ?? rate, 1, int.MaxValue),
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1 / Math.Clamp(rate, 1e-6, 1e6)),
                AutoReplenishment = false,
            });
    }

    public bool Matches(CloudCall call, CloudService service) =>
        (_service is null || _service == service)
        && (_entry.Method is null || _entry.Method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
        && (_entry.Path is null || FileSystemName.MatchesSimpleExpression(_entry.Path, call.RawPath, ignoreCase: false));

    /// <summary>Adds the faults of this rule, which depend on the request (method, path, query) and its attempt, from 1.</summary>
    public void AddTo(FaultPlan plan, string request, int attempt)
    {
        plan.DelayMs += _entry.LatencyMs + (_entry.LatencyJitterMs > 0 ? _entry.LatencyJitterMs * Draw("latency") : 0);
        if (IsThrottled(out int wait))
        {
            (plan.Status, plan.Throttled, plan.Body, plan.RetryAfter) = (429, true, _entry.ErrorBody, RetryAfter(_entry.RetryAfterSeconds ?? wait));
        }

        if (plan.Status != 0 || attempt >= _entry.SparesAfterAttempts)
        {
            return;
        }

        double error = Draw("error");
        plan.Status = _errors.FirstOrDefault(e => (error -= e.Share) < 0).Status;
        if (plan.Status != 0)
        {
            (plan.Body, plan.Code, plan.Message) = (_entry.ErrorBody, _entry.ErrorCode, _entry.ErrorMessage);
            bool mayWait = plan.Status is 429 or 503 || plan.Code is not null;
            plan.RetryAfter = mayWait && _entry.RetryAfterSeconds is { } seconds ? RetryAfter(seconds) : null;
            return;
        }

        double reset = Draw("reset");
        if (reset < _entry.Resets)
        {
            plan.ResetBefore = reset < _entry.Resets / 2;
            plan.ResetAfter = !plan.ResetBefore;
            return;
        }

        plan.CutBody |= Draw("cut") < _entry.CutBodies;
        plan.SlowBodyMs = Draw("slow") < _entry.SlowBodies ? Math.Max(plan.SlowBodyMs, _entry.SlowBodyMs) : plan.SlowBodyMs;

        double Draw(string kind) => StableHash.Unit(_seed, kind, request, attempt);
    }

    private static int StatusOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is 202 or (>= 400 and <= 599)
            ? status
            : throw new ScenarioException($"{text} is not an HTTP error status.");

    /// <param name="seconds">The time until the next request is allowed, if this one is not.</param>
    private bool IsThrottled(out int seconds)
    {
        _limiter?.TryReplenish();
        using RateLimitLease? lease = _limiter?.AttemptAcquire();
        seconds = lease?.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) == true ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 0;
        return lease?.IsAcquired == false;
    }

    private string RetryAfter(int seconds) => _entry.RetryAfterDate
        ? DateTime.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
        : seconds.ToString(CultureInfo.InvariantCulture);
}
