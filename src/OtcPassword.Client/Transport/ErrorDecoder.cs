namespace OtcPassword.Client.Transport;

/// <summary>Explains an unsuccessful response: its error ID, message, and recommended action, and the kind of failure.</summary>
internal static class ErrorDecoder
{
    /// <param name="response">The unsuccessful response.</param>
    /// <param name="request">The request.</param>
    public static FailedAttempt Explain(ApiResponse response, ApiRequest request)
    {
        int status = (int)response.Status;
        ErrorBody body = ErrorBody.Parse(response.Body, response.Secrets);
        ServiceErrorCode? code = ServiceErrorCodes.Find(body) ?? request.Explain?.Invoke(status, body);
        OtcError found = code?.Error ?? Classify(status, body);
        FailureKind kind = KindOf(found, status, request);
        OtcError error = found == OtcError.ServerNotFound ? request.NotFound : found;
        string? requestId = response.RequestId ?? body.RequestId;
        var exception = new OtcException(
            error,
            Message(error, status, body with { Message = body.Message ?? response.BearerProblem }, request, requestId),
            code?.Action ?? Advice(error, status, request))
        {
            StatusCode = status,
            ServiceCode = body.Code,
            RequestId = requestId,
            IsTransient = RetryTable.IsTransient(kind),
        };
        return new FailedAttempt(kind, exception, $"HTTP {status}", response.RetryAfter);
    }

    // ServerNotFound stands for the error ID that the request has for HTTP 404.
    private static OtcError Classify(int status, ErrorBody body) => status switch
    {
        400 or 401 when IsProjectMismatch(body) => OtcError.ConfigurationInvalid,
        401 => OtcError.AuthenticationFailed,
        // IAM's response to a token that has expired or been revoked.
        403 when body.Message?.StartsWith("X-Auth-Token is invalid", StringComparison.OrdinalIgnoreCase) == true =>
            OtcError.AuthenticationFailed,
        403 => OtcError.PermissionDenied,
        404 when !IsUnknownPath(body) => OtcError.ServerNotFound,
        429 => OtcError.Throttled,
        413 when body.IsOverLimit => OtcError.Throttled,
        // A retry does not help if a method is not implemented.
        501 => OtcError.UnexpectedResponse,
        408 or >= 500 => OtcError.ServiceUnavailable,
        _ => OtcError.UnexpectedResponse,
    };

    private static FailureKind KindOf(OtcError error, int status, ApiRequest request) => error switch
    {
        OtcError.Throttled => FailureKind.Throttled,
        OtcError.AuthenticationFailed => FailureKind.CredentialRejected,
        OtcError.ServiceUnavailable when status == 504 && request.IsGatewayTimeoutFinal => FailureKind.ListTooLong,
        OtcError.ServiceUnavailable => FailureKind.Unavailable,
        _ => FailureKind.Final,
    };

    private static string Message(OtcError error, int status, ErrorBody body, ApiRequest request, string? requestId)
    {
        string host = request.Uri.Authority;
        string what = error switch
        {
            OtcError.AuthenticationFailed when request.RefusedAdvice is not null => $"{host} rejected {request.Subject}",
            OtcError.AuthenticationFailed => $"{host} rejected the session's credentials in the request for {request.Subject}",
            OtcError.PermissionDenied => $"Access to {request.Subject} is denied",
            OtcError.ServerNotFound => $"Cannot find {request.Subject} in the project of the session",
            OtcError.KeyPairNotFound => $"{host} cannot find the key pair in the request for {request.Subject}",
            OtcError.ConfigurationInvalid when IsOtherProject(body) =>
                $"The project ID in the endpoint URL does not match the session's project in the request for {request.Subject}",
            OtcError.ConfigurationInvalid or OtcError.TlsFailure => $"{host} rejected the request for {request.Subject}",
            OtcError.Throttled => $"{host} received too many requests and throttled the request for {request.Subject}",
            OtcError.ServiceUnavailable => $"{host} could not process the request for {request.Subject}",
            _ => $"{host} returned an unexpected response to the request for {request.Subject}",
        };
        string code = body.Code is null ? string.Empty : $", {body.Code}";
        string said = body.Message is null ? string.Empty : $": \"{body.Message}\"";
        string id = requestId is null ? string.Empty : $" [request ID: {requestId}]";
        return $"{what} (HTTP {status}{code}){said}.{id}".Replace(".\".", ".\"");
    }

    private static string Advice(OtcError error, int status, ApiRequest request) => error switch
    {
        OtcError.AuthenticationFailed => request.RefusedAdvice ?? "Run Connect-OtcSession to sign in again.",
        OtcError.PermissionDenied when request.Permission is not null =>
            $"Ask an administrator of the account to grant you the {request.Permission} permission in the project: a right in an " +
            "enterprise project only does not count. The system policy ECS CommonOperations includes it, ECS ReadOnlyAccess does not.",
        OtcError.PermissionDenied =>
            request.RefusedAdvice ?? "Ask an administrator of the account to grant you access in this project.",
        OtcError.ServerNotFound =>
            "Verify the ID, and the project and region of the session. " +
            "The Ecs cmdlets find virtual servers only, the Bms cmdlets bare metal servers only.",
        OtcError.ConfigurationInvalid =>
            request.RefusedAdvice ?? "Remove the project ID from the endpoint URL, or sign in to that project.",
        OtcError.Throttled => "Wait a minute and try again, or specify a lower -ThrottleLimit.",
        OtcError.ServiceUnavailable =>
            "Try again later. If the problem persists, contact the support of T Cloud Public and include the request ID.",
        _ when status is >= 300 and < 400 =>
            "Redirects are not followed because they would forward the token to another host. Specify the final URL as the endpoint.",
        _ => "Verify that the endpoint URL is correct and that the response does not come from a proxy.",
    };

    private static bool IsOtherProject(ErrorBody body) =>
        IsProjectMismatch(body) || body.Code is "Common.0018" or "Ecs.0023";

    private static bool IsProjectMismatch(ErrorBody body) =>
        body.Message is { } message && message.IndexOf("URL's project_id", StringComparison.Ordinal) >= 0;

    // Nova's router and the gateway also return 404, but for an unknown path, not for a missing server.
    private static bool IsUnknownPath(ErrorBody body) =>
        body.Message is null
        || body.Message.StartsWith("The resource could not be found.", StringComparison.Ordinal)
        || body.Code?.StartsWith("APIG", StringComparison.Ordinal) == true;
}
