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

        (string code, string text) = status switch
        {
            400 => ("IAM.0007", message),
            401 => ("IAM.0011", "The username or password is wrong."),
            403 => ("IAM.0003", "Policy doesn't allow the action to be performed."),
            404 => ("IAM.0004", "Could not find the requested resource."),
            _ => ("IAM.0006", "An unexpected error prevented the server from fulfilling your request."),
        };
        return settings.IdentityErrors switch
        {
            IdentityErrorShape.Iam => Errors.Iam(status, code, text),
            IdentityErrorShape.IamTexts => Errors.Keystone(status, text),
            _ => Errors.Keystone(status, message),
        };
    }

    public static Reply Of(CloudCall call, Settings settings, SignInException refusal) => (settings.IdentityErrors, refusal.Iam) switch
    {
        (IdentityErrorShape.Keystone, _) when refusal.BearerProblem is { } problem => RejectedByApache(call, problem),
        (not IdentityErrorShape.Keystone, _) when refusal.InvalidParameter is { } name =>
            Errors.Keystone(400, $"Request parameter '{name}' is invalid."),
        (IdentityErrorShape.Iam, var (status, code, message)) => Errors.Iam(status, code, message),
        (IdentityErrorShape.IamTexts, (_, SignInException.PasscodeCode, var message)) => Errors.Keystone(401, message),
        _ => Of(call, settings, refusal.Status, refusal.Message),
    };

    private static Reply RejectedByApache(CloudCall call, string problem)
    {
        call.SetHeader("WWW-Authenticate", "Bearer " + problem);
        return Reply.Text(401, "text/html; charset=iso-8859-1", Resource.Text("unauthorized.html"));
    }

    /// <summary>Returns the response to a path that does not exist: a web page, because Keystone's web framework writes it.</summary>
    public static Reply NotFound(CloudCall call, Settings settings) => settings.IdentityErrors != IdentityErrorShape.Keystone
        ? Of(call, settings, 404, "")
        : Reply.Text(404, "text/html; charset=utf-8", Resource.Text("not-found.html"));

    /// <summary>Returns the response to a method that the path does not have.</summary>
    public static Reply NotAllowed(CloudCall call, Settings settings, string methods)
    {
        if (settings.IdentityErrors != IdentityErrorShape.Keystone)
        {
            return Of(call, settings, 404, "");
        }

        call.SetHeader("Allow", methods);
        return call.Method == "OPTIONS" ? Reply.Empty(200, "text/html; charset=utf-8") : Reply.Json(405, new JsonObject { ["message"] = "The method is not allowed for the requested URL." });
    }
}
