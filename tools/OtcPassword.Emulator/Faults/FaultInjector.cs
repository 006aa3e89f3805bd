using System;
using System.Collections.Concurrent;
using System.Threading;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Faults;

/// <summary>
/// Decides what goes wrong. The decision hangs on the seed, the request and how often the same request came before,
/// and on nothing else: with one seed it is the same in every run, however many requests run at once. Only the limit of
/// requests per second knows the time.
/// </summary>
internal sealed class FaultInjector
{
    private readonly Cloud _cloud;
    private State _state;

    public FaultInjector(Cloud cloud, FaultsEntry faults)
    {
        _cloud = cloud;
        _state = Compile(faults);
    }

    public FaultsEntry Current => Volatile.Read(ref _state).Entry;

    /// <summary>Replaces all rules; attempts are counted anew.</summary>
    public void Replace(FaultsEntry faults) => Volatile.Write(ref _state, Compile(faults));

    public FaultPlan Plan(CloudCall call)
    {
        State state = Volatile.Read(ref _state);
        FaultPlan? plan = null;
        string request = "";
        int attempt = 0;
        foreach (FaultRule rule in state.Rules)
        {
            if (!rule.Matches(call))
            {
                continue;
            }

            if (plan is null)
            {
                plan = new FaultPlan();
                request = $"{call.Method} {call.Target}";
                attempt = state.Attempts.AddOrUpdate(request, 1, static (_, n) => n + 1);
            }

            rule.AddTo(plan, request, attempt);
        }

        return plan ?? FaultPlan.None;
    }

    /// <summary>Writes the error of a plan, in the words the service has for it.</summary>
    public void WriteError(CloudCall call, FaultPlan plan)
    {
        int status = plan.Status;
        if (plan.RetryAfter is not null)
        {
            call.SetHeader("Retry-After", plan.RetryAfter);
        }

        switch (plan.Body)
        {
            case FaultBody.Empty:
                call.Empty(status);
                break;
            case FaultBody.Html:
                call.Text(status, "text/html", $"<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>");
                break;
            case FaultBody.Gateway:
                Gateway(call, status);
                break;
            default:
                if (plan.Code is not null)
                {
                    WithCode(call, status, plan.Code, plan.Message ?? "An injected fault.");
                    break;
                }

                Own(call, status, plan.Throttled);
                break;
        }
    }

    // In the shape in which the code's service writes its errors. The gateway's own codes come from any service.
    private static void WithCode(CloudCall call, int status, string code, string message)
    {
        if (code.StartsWith("APIG", StringComparison.Ordinal))
        {
            ErrorBodies.Gateway(call, status, code, message);
        }
        else if (call.Route.Service == ServiceKind.Iam)
        {
            ErrorBodies.Iam(call, status, code, message);
        }
        else
        {
            ErrorBodies.ServiceV1(call, status, code, message);
        }
    }

    private static void Gateway(CloudCall call, int status) => ErrorBodies.Gateway(
        call,
        status,
        status switch
        {
            429 => "APIGW.0308",
            401 => "APIGW.0301",
            403 => "APIGW.0302",
            404 => "APIGW.0101",
            504 => "APIGW.0201",
            _ => "APIGW.0202",
        },
        status == 429 ? "The throttling threshold has been reached: policy user over ratelimit" : "The backend service is unavailable");

    private void Own(CloudCall call, int status, bool throttled)
    {
        // Throttling and dead backends are the gateway's to report, whatever service is behind it.
        if (call.Route.Service == ServiceKind.Iam)
        {
            IdentityService.Refuse(call, _cloud.Settings, status, "An injected fault.");
        }
        else if (throttled || status is 502 or 503 or 504)
        {
            Gateway(call, status);
        }
        else if (call.Route.Service == ServiceKind.Bms)
        {
            ErrorBodies.ServiceV1(call, status, status == 403 ? "BMS.0033" : "BMS.0099", "An injected fault.");
        }
        else if (status == 401)
        {
            ErrorBodies.Keystone(call, 401, "Unauthorized", "The request you have made requires authentication.");
        }
        else
        {
            string fault = status switch
            {
                400 => "badRequest",
                403 => "forbidden",
                404 => "itemNotFound",
                409 => "conflictingRequest",
                413 or 429 => "overLimit",
                _ => "computeFault",
            };
            ErrorBodies.Nova(call, status, fault, status == 429 ? "This request was rate-limited." : "An injected fault.");
        }
    }

    private State Compile(FaultsEntry faults)
    {
        long seed = faults.Seed ?? _cloud.Seed;
        var rules = new FaultRule[faults.Rules.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            rules[i] = new FaultRule(faults.Rules[i], seed, i);
        }

        return new State(faults, rules);
    }

    private sealed record State(FaultsEntry Entry, FaultRule[] Rules)
    {
        public ConcurrentDictionary<string, int> Attempts { get; } = new();
    }
}
