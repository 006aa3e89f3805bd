using System.Text.Json.Nodes;

namespace OtcPassword.Emulator.Http;

/// <summary>The error responses of the API gateway, Nova, BMS, Keystone, and IAM.</summary>
internal static class ErrorBodies
{
    /// <summary>Writes the error as the API gateway in front of every service does.</summary>
    public static void Gateway(CloudCall call, int status, string code, string message) => call.Json(
        status,
        new JsonObject { ["error_msg"] = message, ["error_code"] = code, ["request_id"] = call.RequestId });

    /// <summary>Writes the gateway's error for a token or signature that is not valid.</summary>
    public static void GatewayUnauthorized(CloudCall call, string? problem = null) => Gateway(
        call, 401, "APIGW.0301", $"Incorrect IAM authentication information: {problem ?? "decrypt token fail"}");

    /// <summary>Writes the gateway's error for a service that takes too long.</summary>
    public static void BackendTimeout(CloudCall call) => Gateway(call, 504, "APIGW.0201", "Backend timeout.");

    /// <summary>Writes the error as Nova does: one member, named after the fault.</summary>
    public static void Nova(CloudCall call, int status, string fault, string message) => call.Json(
        status,
        new JsonObject { [fault] = new JsonObject { ["code"] = status, ["message"] = message } },
        "application/json; charset=UTF-8");

    /// <summary>Writes the error of ECS for a signed request whose project is not the one in the path.</summary>
    public static void ProjectMismatch(CloudCall call, string message) => call.Json(
        401,
        new JsonObject { ["badRequest"] = new JsonObject { ["message"] = message, ["code"] = "401" } });

    /// <summary>Writes the error of Nova's URL routing for a path that does not exist.</summary>
    public static void NoSuchPath(CloudCall call) => call.Json(
        404,
        new JsonObject
        {
            ["message"] = "The resource could not be found.<br /><br />\n\n\n",
            ["code"] = "404 Not Found",
            ["title"] = "Not Found",
        });

    /// <summary>Writes the error as the ECS and BMS v1 APIs do: the code is text.</summary>
    public static void ServiceV1(CloudCall call, int status, string code, string message) => call.Json(
        status,
        new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["code"] = code } });

    /// <summary>Writes the error as Keystone does; Nova's token filter uses the same body.</summary>
    public static void Keystone(CloudCall call, int status, string title, string message) => call.Json(
        status,
        new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["title"] = title } });

    /// <summary>Writes the error as IAM, the Keystone of OTC, does.</summary>
    public static void Iam(CloudCall call, int status, string code, string message) => call.Json(
        status,
        new JsonObject { ["error_msg"] = message, ["error_code"] = code });
}
