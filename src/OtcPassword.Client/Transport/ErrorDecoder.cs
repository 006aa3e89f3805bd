using System;

namespace OtcPassword.Client.Transport;

/// <summary>Turns an answer that is no success into the error word, message and advice that fit it.</summary>
internal static class ErrorDecoder
{
    /// <summary>True if the cloud did not accept who asked (401, or BMS's own way of saying so).</summary>
    public static bool IsIdentityRefused(ApiResponse response) =>
        !response.IsSuccess
        && Classify((int)response.Status, ErrorBody.Parse(response.Body, response.Secrets), OtcError.UnexpectedResponse)
            == OtcError.AuthenticationFailed;

    public static OtcException Explain(ApiResponse response, ApiRequest request)
    {
        int status = (int)response.Status;
        ErrorBody body = ErrorBody.Parse(response.Body, response.Secrets);
        OtcError error = Classify(status, body, request.NotFound);
        string? requestId = response.RequestId ?? body.RequestId;
        return new OtcException(error, Message(error, status, body, request, requestId), Advice(error, status, request))
        {
            StatusCode = status,
            ServiceCode = body.Code,
            RequestId = requestId,
        };
    }

    private static OtcError Classify(int status, ErrorBody body, OtcError notFound)
    {
        // BMS answers 400 to much that is not the caller's syntax: its code tells what it is.
        switch (body.Code)
        {
            case "BMS.0040":
                return notFound;
            case "BMS.0032":
                return OtcError.AuthenticationFailed;
            case "BMS.0004" or "BMS.0005" or "BMS.0033" or "BMS.0288":
                return OtcError.PermissionDenied;
            case "Common.0018" or "Ecs.0023":
                return OtcError.ConfigurationInvalid;
        }

        return status switch
        {
            400 when IsProjectMismatch(body) => OtcError.ConfigurationInvalid,
            401 => OtcError.AuthenticationFailed,
            403 => OtcError.PermissionDenied,
            404 when !IsUnknownPath(body) => notFound,
            407 => OtcError.NetworkFailure,
            413 or 429 => OtcError.Throttled,
            408 or >= 500 => OtcError.ServiceUnavailable,
            _ => OtcError.UnexpectedResponse,
        };
    }

    private static string Message(OtcError error, int status, ErrorBody body, ApiRequest request, string? requestId)
    {
        string what = error switch
        {
            OtcError.AuthenticationFailed when request.RefusedAdvice is not null => $"{request.Uri.Authority} refused {request.Subject}",
            OtcError.AuthenticationFailed => $"{request.Uri.Authority} did not accept the session's identity for {request.Subject}",
            OtcError.PermissionDenied => $"The permission for {request.Subject} is missing",
            OtcError.ServerNotFound => $"There is no {request.Subject} in this project",
            OtcError.ConfigurationInvalid => $"The project of the session and the one in the address of {request.Subject} differ",
            OtcError.Throttled => $"{request.Uri.Authority} gets too many requests and refused the one for {request.Subject}",
            OtcError.ServiceUnavailable => $"{request.Uri.Authority} failed on the request for {request.Subject}",
            _ => $"{request.Uri.Authority} answered the request for {request.Subject} in an unexpected way",
        };
        string code = body.Code is null ? string.Empty : $", {body.Code}";
        string said = body.Message is null ? string.Empty : $": \"{body.Message}\"";
        string id = requestId is null ? string.Empty : $" [request id {requestId}]";
        return $"{what} ({status}{code}){said}.{id}".Replace(".\".", ".\"");
    }

    private static string? Advice(OtcError error, int status, ApiRequest request) => error switch
    {
        OtcError.AuthenticationFailed => request.RefusedAdvice ?? "Sign in again with Connect-OtcSession.",
        OtcError.PermissionDenied when request.Permission is not null =>
            $"Ask an administrator of the account for the permission {request.Permission} in this project.",
        OtcError.PermissionDenied => request.RefusedAdvice ?? "Ask an administrator of the account for the permission in this project.",
        OtcError.ServerNotFound =>
            "Check the id, the project and the region of the session, and whether the server is an ECS or a BMS.",
        OtcError.ConfigurationInvalid => "Leave the project id out of the endpoint, or sign in to the project it names.",
        OtcError.Throttled => "Wait a minute, or use a smaller -ThrottleLimit.",
        OtcError.ServiceUnavailable => "Try again later; the cloud's support finds the failure by the request id.",
        OtcError.NetworkFailure => "The proxy asks for a sign-in: use -ProxyCredential.",
        _ when status is >= 300 and < 400 => "Redirects are not followed, since they would carry the token along. Give the final address as endpoint.",
        _ => "Check that the endpoint is the service's own and that no proxy answers in its place.",
    };

    private static bool IsProjectMismatch(ErrorBody body) =>
        body.Message is { } message && message.IndexOf("URL's project_id", StringComparison.Ordinal) >= 0;

    // Nova's router and the gateway say 404 too, but of the path and not of the server.
    private static bool IsUnknownPath(ErrorBody body) =>
        body.Message is null
        || body.Message.StartsWith("The resource could not be found.", StringComparison.Ordinal)
        || body.Code?.StartsWith("APIGW.", StringComparison.Ordinal) == true;
}
