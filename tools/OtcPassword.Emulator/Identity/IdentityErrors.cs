using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Identity;

/// <summary>The error responses of the identity service: Keystone's or IAM's, as the settings say.</summary>
internal static class IdentityErrors
{
    public static void Write(CloudCall call, Settings settings, int status, string message)
    {
        if (status == 401)
        {
            call.SetHeader("WWW-Authenticate", $"Keystone uri=\"{call.BaseUrl}/v3\"");
        }

        if (settings.IdentityErrors == IdentityErrorShape.Iam)
        {
            (string code, string text) = status switch
            {
                400 => ("IAM.0007", message),
                401 => ("IAM.0011", "The username or password is wrong."),
                403 => ("IAM.0003", "Policy doesn't allow the action to be performed."),
                404 => ("IAM.0004", "Could not find the requested resource."),
                _ => ("IAM.0006", "An unexpected error prevented the server from fulfilling your request."),
            };
            ErrorBodies.Iam(call, status, code, text);
            return;
        }

        ErrorBodies.Keystone(call, status, Title(status), message);
    }

    public static void Write(CloudCall call, Settings settings, SignInException refusal)
    {
        if (settings.IdentityErrors == IdentityErrorShape.Iam && refusal.Iam is var (status, code, message))
        {
            ErrorBodies.Iam(call, status, code, message);
            return;
        }

        Write(call, settings, refusal.Status, refusal.Message);
    }

    /// <summary>
    /// Writes the response to a path that does not exist: a web page, if Keystone's web framework writes it.
    /// </summary>
    public static void WriteNotFound(CloudCall call, Settings settings)
    {
        if (settings.IdentityErrors == IdentityErrorShape.Iam)
        {
            Write(call, settings, 404, "");
            return;
        }

        call.Text(404, "text/html; charset=utf-8", "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n");
    }

    private static string Title(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}
