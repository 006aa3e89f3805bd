using System;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Faults;

/// <summary>Writes the response of an injected error.</summary>
internal static class FaultErrors
{
    private const string DefaultMessage = "An injected fault.";

    /// <summary>Writes the error of a plan as the service of the request would.</summary>
    public static void Write(CloudCall call, FaultPlan plan, Settings settings)
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
                    WithCode(call, status, plan.Code, plan.Message ?? DefaultMessage);
                    break;
                }

                OfService(call, status, plan.Throttled, settings);
                break;
        }
    }

    // Each service has its own error body. The codes of the gateway can stand in front of any service.
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

    private static void OfService(CloudCall call, int status, bool throttled, Settings settings)
    {
        // The gateway reports throttling and unavailable services itself, for every service behind it.
        if (call.Route.Service == ServiceKind.Iam)
        {
            IdentityErrors.Write(call, settings, status, DefaultMessage);
        }
        else if (throttled || status is 502 or 503 or 504)
        {
            Gateway(call, status);
        }
        else if (call.Route.Service == ServiceKind.Bms)
        {
            ErrorBodies.ServiceV1(call, status, status == 403 ? "BMS.0033" : "BMS.0099", DefaultMessage);
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
            ErrorBodies.Nova(call, status, fault, status == 429 ? "This request was rate-limited." : DefaultMessage);
        }
    }
}
