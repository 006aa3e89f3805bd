using Microsoft.AspNetCore.WebUtilities;

namespace OtcPassword.Emulator.Http;

/// <summary>The error responses of the API gateway, Nova, BMS, Keystone, and IAM.</summary>
internal static class Errors
{
    /// <summary>Returns the error of the API gateway in front of every service.</summary>
    public static Reply Gateway(CloudCall call, int status, string code, string message) =>
        Reply.Json(status, new JsonObject { ["error_msg"] = message, ["error_code"] = code, ["request_id"] = call.RequestId });

    /// <summary>Returns the gateway's error for a token or signature that is not valid.</summary>
    public static Reply GatewayUnauthorized(CloudCall call, string? problem = null) =>
        Gateway(call, 401, "APIGW.0301", $"Incorrect IAM authentication information: {problem ?? "decrypt token fail"}");

    /// <summary>Returns the gateway's error for a service that takes too long.</summary>
    public static Reply BackendTimeout(CloudCall call) => Gateway(call, 504, "APIGW.0201", "Backend timeout.");

    /// <summary>Returns the error of Nova: one member, named after the fault.</summary>
    public static Reply Nova(int status, string fault, string message) => Reply.Json(
        status,
        new JsonObject { [fault] = new JsonObject { ["code"] = status, ["message"] = message } },
        "application/json; charset=UTF-8");

    /// <summary>Returns the error of Nova's URL routing for a path that does not exist.</summary>
    public static Reply NoSuchPath() => Reply.Json(404, new JsonObject
    {
        ["message"] = "The resource could not be found.<br /><br />\n\n\n",
        ["code"] = "404 Not Found",
        ["title"] = "Not Found",
    });

    /// <summary>Returns the error of the ECS and BMS v1 APIs, whose code is text.</summary>
    public static Reply ServiceV1(int status, string code, string message) =>
        Reply.Json(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["code"] = code } });

    /// <summary>Returns the error of Keystone; Nova's token filter and Glance use the same body.</summary>
    public static Reply Keystone(int status, string message) => Reply.Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["title"] = ReasonPhrases.GetReasonPhrase(status) },
    });

    /// <summary>Returns the error of IAM, the Keystone of OTC.</summary>
    public static Reply Iam(int status, string code, string message) =>
        Reply.Json(status, new JsonObject { ["error_msg"] = message, ["error_code"] = code });
}
