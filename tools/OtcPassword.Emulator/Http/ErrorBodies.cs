using System.Text.Json;

namespace OtcPassword.Emulator.Http;

/// <summary>The error shapes of gateway, Nova, BMS and Keystone.</summary>
internal static class ErrorBodies
{
    /// <summary>As the API gateway in front of every service says it.</summary>
    public static void Gateway(CloudCall call, int status, string code, string message)
    {
        Utf8JsonWriter json = call.Json(status);
        json.WriteStartObject();
        json.WriteString("error_msg"u8, message);
        json.WriteString("error_code"u8, code);
        json.WriteString("request_id"u8, call.RequestId);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As the gateway says it when the service behind it takes too long.</summary>
    public static void BackendTimeout(CloudCall call) => Gateway(call, 504, "APIGW.0201", "Backend timeout.");

    /// <summary>As ECS says that a signed request is about another project than its path, or about none.</summary>
    public static void OtherProject(CloudCall call, string projectId)
    {
        Utf8JsonWriter json = call.Json(401);
        json.WriteStartObject();
        json.WriteStartObject("badRequest"u8);
        json.WriteString("message"u8, $"Malformed request URL: URL's project_id '{call.Route.ProjectId}' doesn't match Context's project_id '{projectId}'");
        json.WriteString("code"u8, "401");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As Nova says it: one member named after the fault.</summary>
    public static void Nova(CloudCall call, int status, string fault, string message)
    {
        Utf8JsonWriter json = call.Json(status);
        call.Context.Response.ContentType = "application/json; charset=UTF-8";
        json.WriteStartObject();
        json.WriteStartObject(fault);
        json.WriteNumber("code"u8, status);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As the ECS and BMS v1 APIs say it: the code is a word.</summary>
    public static void ServiceV1(CloudCall call, int status, string code, string message)
    {
        Utf8JsonWriter json = call.Json(status);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As Keystone says it; Nova's token filter uses the same.</summary>
    public static void Keystone(CloudCall call, int status, string title, string message)
    {
        Utf8JsonWriter json = call.Json(status);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, status);
        json.WriteString("message"u8, message);
        json.WriteString("title"u8, title);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As IAM, OTC's Keystone, says it.</summary>
    public static void Iam(CloudCall call, int status, string code, string message)
    {
        Utf8JsonWriter json = call.Json(status);
        json.WriteStartObject();
        json.WriteString("error_msg"u8, message);
        json.WriteString("error_code"u8, code);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>As Nova's URL routing says that there is no such path.</summary>
    public static void NoSuchPath(CloudCall call)
    {
        Utf8JsonWriter json = call.Json(404);
        json.WriteStartObject();
        json.WriteString("message"u8, "The resource could not be found.<br /><br />\n\n\n");
        json.WriteString("code"u8, "404 Not Found");
        json.WriteString("title"u8, "Not Found");
        json.WriteEndObject();
        json.Flush();
    }
}
