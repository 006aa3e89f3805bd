using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>A sign-in that is refused: as a Keystone says it, and as IAM does where that says more.</summary>
internal sealed class SignInException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>IAM's answer; null where it says the same.</summary>
    public (int Status, string Code, string Message)? Iam { get; private init; }

    /// <summary>The one answer to wrong user, wrong password, wrong project: which it was is nobody's business.</summary>
    public static SignInException Refused() => new(401, "The request you have made requires authentication.");

    public static SignInException WrongPassword() => RefusedByIam(401, "IAM.0062", "Incorrect password.");

    public static SignInException WrongPasscode() => RefusedByIam(400, "IAM.1061", "Invalid TOTP passcode.");

    public static SignInException PasscodeMissing() => RefusedByIam(401, "IAM.0001", "mfa totp code verify fail");

    public static SignInException Malformed(string what) => new(
        400,
        $"{what} The server could not comply with the request since it is either malformed or otherwise incorrect. "
            + "The client is assumed to be in error.");

    private static SignInException RefusedByIam(int status, string code, string message) =>
        new(401, Refused().Message) { Iam = (status, code, message) };
}
