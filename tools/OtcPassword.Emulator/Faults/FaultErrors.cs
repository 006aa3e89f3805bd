namespace OtcPassword.Emulator.Faults;

/// <summary>The responses of injected errors.</summary>
internal static class FaultErrors
{
    private const string DefaultMessage = "An injected fault.";

    /// <summary>Returns the error of a plan as the service of the request would.</summary>
    public static Reply Of(CloudCall call, CloudService service, FaultPlan plan, Settings settings)
    {
        int status = plan.Status;
        if (plan.RetryAfter is not null)
        {
            call.SetHeader("Retry-After", plan.RetryAfter);
        }

        return plan.Body switch
        {
            FaultBody.Empty => Reply.Empty(status),
            FaultBody.Html => Reply.Text(
                status, "text/html", $"<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"),
            FaultBody.Gateway => Gateway(call, status),
            _ when plan.Code is { } code => WithCode(call, service, status, code, plan.Message ?? DefaultMessage),
            _ => OfService(call, service, status, plan.Throttled, settings),
        };
    }

    // Each service has its own error body. The codes of the gateway can stand in front of any service.
    private static Reply WithCode(CloudCall call, CloudService service, int status, string code, string message) =>
        code.StartsWith("APIG", StringComparison.Ordinal) ? Errors.Gateway(call, status, code, message)
        : service == CloudService.Iam ? Errors.Iam(status, code, message)
        : Errors.ServiceV1(status, code, message);

    private static Reply Gateway(CloudCall call, int status) => Errors.Gateway(
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

    // The gateway reports throttling and unavailable services itself, for every service behind it but IAM.
    private static Reply OfService(CloudCall call, CloudService service, int status, bool throttled, Settings settings) =>
        service == CloudService.Iam ? IdentityErrors.Of(call, settings, status, DefaultMessage)
        : throttled || status is 502 or 503 or 504 ? Gateway(call, status)
        : service == CloudService.Bms ? Errors.ServiceV1(status, status == 403 ? "BMS.0033" : "BMS.0099", DefaultMessage)
        : status == 401 ? Errors.Keystone(401, "The request you have made requires authentication.")
        : Errors.Nova(status, NovaFault(status), status == 429 ? "This request was rate-limited." : DefaultMessage);

    private static string NovaFault(int status) => status switch
    {
        400 => "badRequest",
        403 => "forbidden",
        404 => "itemNotFound",
        409 => "conflictingRequest",
        413 or 429 => "overLimit",
        _ => "computeFault",
    };
}
