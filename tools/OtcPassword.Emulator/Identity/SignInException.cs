using System;

namespace OtcPassword.Emulator.Identity;

/// <summary>A sign-in that is refused.</summary>
internal sealed class SignInException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>The one answer to wrong user, wrong password, wrong project: which it was is nobody's business.</summary>
    public static SignInException Refused() => new(401, "The request you have made requires authentication.");

    public static SignInException Malformed(string what) => new(
        400,
        $"{what} The server could not comply with the request since it is either malformed or otherwise incorrect. "
            + "The client is assumed to be in error.");
}
