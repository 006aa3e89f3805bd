namespace OtcPassword.Emulator.Identity;

/// <summary>The error responses of the identity service: those of Keystone or of IAM, as the settings say.</summary>
internal static class IdentityErrors
{
    public static Reply Of(CloudCall call, Settings settings, int status, string message)
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
            return Errors.Iam(status, code, text);
        }

        return Errors.Keystone(status, message);
    }

    public static Reply Of(CloudCall call, Settings settings, SignInException refusal) =>
        settings.IdentityErrors == IdentityErrorShape.Iam && refusal.Iam is var (status, code, message)
            ? Errors.Iam(status, code, message)
            : Of(call, settings, refusal.Status, refusal.Message);

    /// <summary>
    /// Returns the response to a path that does not exist: a web page, if Keystone's web framework writes it.
    /// </summary>
    public static Reply NotFound(CloudCall call, Settings settings) => settings.IdentityErrors == IdentityErrorShape.Iam
        ? Of(call, settings, 404, "")
        : Reply.Text(404, "text/html; charset=utf-8", "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n");
}
