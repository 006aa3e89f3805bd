namespace OtcPassword.Emulator.Identity;

/// <summary>A rejected sign-in, with the response of Keystone and, if it is more precise, the response of IAM.</summary>
internal sealed class SignInException(int status, string message) : Exception(message)
{
    /// <summary>IAM's error code for a missing passcode. The code is a guess; the message was observed.</summary>
    public const string PasscodeCode = "IAM.0001";

    public int Status { get; } = status;

    /// <summary>The response of IAM, or null if IAM has no error code of its own for this.</summary>
    public (int Status, string Code, string Message)? Iam { get; private init; }

    /// <summary>The parameter that IAM calls invalid, with HTTP 400 and in Keystone's shape; or null.</summary>
    public string? InvalidParameter { get; private init; }

    /// <summary>The reason that Apache gives in front of Keystone, with a web page of HTTP 401; or null.</summary>
    public string? BearerProblem { get; private init; }

    /// <summary>The same response for a wrong user, password, and project: it does not reveal which one is wrong.</summary>
    public static SignInException Unauthorized() => new(401, "The request you have made requires authentication.");

    public static SignInException WrongPassword() => ForIam(401, "IAM.0062", "Incorrect password.");

    public static SignInException WrongPasscode() => ForIam(400, "IAM.1061", "Invalid TOTP passcode.");

    public static SignInException PasscodeMissing() => ForIam(401, PasscodeCode, "mfa totp code verify fail");

    public static SignInException UnsupportedMethod() => new(401, "Attempted to authenticate with an unsupported method.");

    public static SignInException NotFound(string what) => new(404, $"Could not find {what}.");

    public static SignInException UnknownProvider(string name) =>
        new(404, $"Could not find Identity Provider: {name}.") { InvalidParameter = "idp id" };

    public static SignInException InvalidIdToken(bool isMissing) => new(401, Unauthorized().Message)
    {
        InvalidParameter = "id token",
        BearerProblem = isMissing
            ? "error=\"invalid_request\", error_description=\"No bearer token found in the request\""
            : "error=\"invalid_token\", error_description=\"JWT token could not be validated\"",
    };

    public static SignInException ScopeOfApplicationCredential() => new(
        401, "Error authenticating with application credential: Application credentials cannot request a scope.");

    public static SignInException DelegatedToken() => new(
        403, "You are not authorized to perform the requested action: Using a delegated token to create another token is not allowed..");

    public static SignInException Malformed(string what) => new(
        400,
        $"{what} The server could not comply with the request since it is either malformed or otherwise incorrect. "
            + "The client is assumed to be in error.");

    private static SignInException ForIam(int status, string code, string message) =>
        new(401, Unauthorized().Message) { Iam = (status, code, message) };
}
