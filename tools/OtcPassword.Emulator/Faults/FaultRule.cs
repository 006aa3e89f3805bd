using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO.Enumeration;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Faults;

/// <summary>A rule that was checked and is ready to apply.</summary>
internal sealed class FaultRule
{
    private readonly FaultRuleEntry _entry;
    private readonly long _seed;
    private readonly ServiceKind? _service;
    private readonly List<(int Status, double Share)> _errors = [];
    private readonly TokenBucket? _bucket;

    public FaultRule(FaultRuleEntry entry, long seed, int index)
    {
        _entry = entry;
        _seed = seed ^ ((long)index << 32);
        if (entry.Service is not null)
        {
            _service = Enum.TryParse(entry.Service, ignoreCase: true, out ServiceKind kind)
                ? kind
                : throw new ScenarioException($"Unknown service '{entry.Service}'. Valid values are iam, ecs, bms, and image.");
        }

        foreach ((string status, double share) in entry.Errors)
        {
            if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is not (202 or (>= 400 and <= 599)))
            {
                throw new ScenarioException($"{status} is not an HTTP error status.");
            }

            _errors.Add((number, share));
        }

        _errors.Sort();
        if (entry.RequestsPerSecond is { } rate)
        {
            if (rate <= 0)
            {
                throw new ScenarioException("requestsPerSecond must be more than 0.");
            }

            _bucket = new TokenBucket(rate, entry.Burst ?? Math.Max(1, rate));
        }
    }

    public bool Matches(CloudCall call) =>
        (_service is null || _service == call.Route.Service)
        && (_entry.Method is null || _entry.Method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
        && (_entry.Path is null || FileSystemName.MatchesSimpleExpression(_entry.Path, call.RawPath, ignoreCase: false));

    /// <summary>Adds the faults of this rule to the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="request">The method, path, and query. The decision depends on them and on the attempt.</param>
    /// <param name="attempt">The number of times that this request was sent, from 1.</param>
    public void AddTo(FaultPlan plan, string request, int attempt)
    {
        plan.DelayMs += _entry.LatencyMs;
        if (_entry.LatencyJitterMs > 0)
        {
            plan.DelayMs += _entry.LatencyJitterMs * Draw("latency");
        }

        if (_bucket is not null && !_bucket.TryTake(out double wait))
        {
            plan.Status = 429;
            plan.Throttled = true;
            plan.Body = _entry.ErrorBody;
            plan.RetryAfter = RetryAfter(_entry.RetryAfterSeconds ?? Math.Max(1, (int)Math.Ceiling(wait)));
        }

        if (plan.Status != 0 || (_entry.SparesAfterAttempts is { } limit && attempt >= limit))
        {
            return;
        }

        double error = Draw("error");
        foreach ((int status, double share) in _errors)
        {
            error -= share;
            if (error < 0)
            {
                plan.Status = status;
                plan.Body = _entry.ErrorBody;
                plan.Code = _entry.ErrorCode;
                plan.Message = _entry.ErrorMessage;
                plan.RetryAfter = (status is 429 or 503 || plan.Code is not null) && _entry.RetryAfterSeconds is { } seconds
                    ? RetryAfter(seconds)
                    : null;
                return;
            }
        }

        double reset = Draw("reset");
        if (reset < _entry.Resets)
        {
            plan.ResetBefore = reset < _entry.Resets / 2;
            plan.ResetAfter = !plan.ResetBefore;
            return;
        }

        plan.CutBody |= Draw("cut") < _entry.CutBodies;
        if (Draw("slow") < _entry.SlowBodies)
        {
            plan.SlowBodyMs = Math.Max(plan.SlowBodyMs, _entry.SlowBodyMs);
        }

        double Draw(string kind) => StableHash.Unit(_seed, kind, request, attempt);
    }

    private string RetryAfter(int seconds) => _entry.RetryAfterDate
        ? DateTime.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
        : seconds.ToString(CultureInfo.InvariantCulture);
}
