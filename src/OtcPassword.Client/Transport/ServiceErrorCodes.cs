namespace OtcPassword.Client.Transport;

/// <summary>
/// The error codes in the API references of IAM, ECS, BMS, and API Gateway that are more specific than the HTTP status: BMS and
/// ECS also return HTTP 400 for requests that are not malformed.
/// </summary>
internal static class ServiceErrorCodes
{
    private const string SignInAgain = "Run Connect-OtcSession to sign in again.";
    private const string AskForPermission = "Ask an administrator of the account to grant you access in this project";
    private const string AllowedAddress = "Use a computer whose IP address the account allows.";

    private static readonly ServiceErrorCode PasscodeWanted = new(
        OtcError.AuthenticationFailed,
        "Specify the current code of the virtual MFA device with -Passcode, and the user ID with -UserId, as My Credentials in the " +
            "console shows it: IAM can reject a passcode with a user name. Each code is valid once, and only for a short time.");

    private static readonly Dictionary<string, ServiceErrorCode> Codes = new(StringComparer.Ordinal)
    {
        ["1101"] = new(OtcError.AuthenticationFailed, "Verify the user name and the account (domain) of the user."),
        ["1103"] = WrongPassword(OtcError.AuthenticationFailed),
        ["IAM.0009"] = new(
            OtcError.AuthenticationFailed,
            "Verify that the token is complete, that it was issued in this region, and that it has not expired or been revoked."),
        ["IAM.0020"] = new(
            OtcError.ServiceUnavailable, "Try again later. The identity service of the region is failing over to another region."),
        ["IAM.0061"] = new(
            null, "Wait until IAM unlocks the user, or ask an administrator of the account. Failed sign-ins locked the user."),
        ["IAM.0062"] = WrongPassword(null),
        ["IAM.0064"] = new(OtcError.PermissionDenied, null),
        ["IAM.0080"] = new(null, "Ask an administrator of the account to enable the user of the access key."),
        ["IAM.0081"] = new(null, "Ask an administrator of the account to allow programmatic access for the user."),
        ["IAM.0082"] = new(null, "Ask an administrator of the account to enable the user."),
        ["IAM.0083"] = new(null, "Specify another region with -Region, or ask for access to this region."),
        ["IAM.1061"] = PasscodeWanted,
        ["IAM.1104"] = new(OtcError.AuthenticationFailed, "Specify another access key. IAM has blocked this access key."),
        ["IAM.1105"] = new(OtcError.AuthenticationFailed, "Create a new access key in IAM. This access key has expired."),
        ["IAM.1106"] = new(OtcError.AuthenticationFailed, "Verify -AccessKey. IAM cannot find a user with this access key."),
        ["IAM.1107"] = new(OtcError.AuthenticationFailed, "Enable the access key in IAM, or specify another one with -AccessKey."),
        ["IAM.1108"] = new(
            OtcError.AuthenticationFailed,
            "Create a new temporary access key, and specify it with -AccessKey, -SecretKey, and -SecurityToken."),
        ["IAM.1109"] = new(
            OtcError.ConfigurationInvalid, "Verify -ProjectName or -ProjectId, and that -Region is the region of the project."),
        ["Ecs.0000"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.0002"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.0003"] = new(null, $"{AskForPermission}, and verify the balance of the account."),
        ["Ecs.0004"] = new(OtcError.AuthenticationFailed, null),
        ["Ecs.0023"] = new(OtcError.ConfigurationInvalid, null),
        ["Ecs.0066"] = new(null, "Complete the real-name authentication of the account."),
        ["Ecs.0068"] = new(null, "Sign in as a user of the customer's own account. A partner is not allowed to do this."),
        ["Ecs.0071"] = new(null, "Contact the support of T Cloud Public. The account is suspended."),
        ["Ecs.0114"] = new(OtcError.ServerNotFound, null),
        ["Ecs.0301"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.0314"] = MissingKeyPair(),
        ["Ecs.0614"] = new(OtcError.ServerNotFound, null),
        ["Ecs.1000"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.1001"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.1002"] = new(OtcError.ServiceUnavailable, null),
        ["Ecs.1100"] = new(OtcError.ServiceUnavailable, null),
        ["Common.0013"] = new(null, SignInAgain),
        ["Common.0018"] = new(OtcError.ConfigurationInvalid, null),
        ["Common.0024"] = new(OtcError.Throttled, null),
        ["Common.0026"] = new(OtcError.ServiceUnavailable, null),
        ["BMS.0002"] = new(
            OtcError.ConfigurationInvalid, "Verify the region of the session. Not every region has bare metal servers."),
        ["BMS.0004"] = new(OtcError.PermissionDenied, null),
        ["BMS.0005"] = new(OtcError.PermissionDenied, $"{AskForPermission}, and verify the balance of the account."),
        ["BMS.0032"] = new(
            OtcError.AuthenticationFailed,
            $"{SignInAgain} If the error remains, contact the support of T Cloud Public to apply for BMS servers."),
        ["BMS.0033"] = new(OtcError.PermissionDenied, null),
        ["BMS.0040"] = new(OtcError.ServerNotFound, null),
        ["BMS.0049"] = MissingKeyPair(),
        ["BMS.0208"] = new(OtcError.ServiceUnavailable, null),
        ["BMS.0212"] = new(OtcError.Throttled, null),
        ["BMS.0213"] = new(OtcError.PermissionDenied, null),
        ["BMS.0288"] = new(OtcError.PermissionDenied, null),
        ["BMS.1006"] = new(OtcError.ServiceUnavailable, null),
        ["BMS.1007"] = new(OtcError.ServiceUnavailable, null),
        ["BMS.3011"] = new(OtcError.AuthenticationFailed, null),
        ["APIG.0101"] = new(OtcError.UnexpectedResponse, null),
        ["APIG.0204"] = new(OtcError.TlsFailure, "Verify that no proxy lowers the TLS version. TLS 1.2 or later is required."),
        ["APIG.0307"] = new(null, SignInAgain),
        ["APIG.0310"] = new(null, "Specify another project, or ask an administrator of the account why this project is unavailable."),
        ["APIG.0401"] = new(null, AllowedAddress),
        ["APIG.0402"] = new(null, AllowedAddress),
        ["APIG.0405"] = new(null, AllowedAddress),
        ["APIG.0802"] = new(null, "Specify another region with -Region, or ask an administrator to enable the user in this region."),
    };

    /// <summary>Returns what the code of a response means; null if it is not more specific than the HTTP status.</summary>
    /// <param name="body">The body of the response.</param>
    public static ServiceErrorCode? Find(ErrorBody body)
    {
        // A missing passcode does not have a documented code.
        if (body.Message?.StartsWith("mfa totp code verify fail", StringComparison.OrdinalIgnoreCase) == true)
        {
            return PasscodeWanted;
        }

        // The references use APIG; the gateway itself uses APIGW.
        string key = body.Code?.Replace("APIGW.", "APIG.") ?? string.Empty;
        return Codes.TryGetValue(key, out ServiceErrorCode? found) ? found : null;
    }

    private static ServiceErrorCode WrongPassword(OtcError? error) =>
        new(error, "Verify the password. IAM locks the user after several failed sign-ins.");

    private static ServiceErrorCode MissingKeyPair() => new(
        OtcError.KeyPairNotFound, "Run Get-OtcKeyPair to list the key pairs of the signed-in user.");
}

/// <summary>The meaning of an error code of the cloud.</summary>
/// <param name="Error">The error ID if it differs from the one for the HTTP status; otherwise, null.</param>
/// <param name="Action">The recommended action if it differs from the one for the error ID; otherwise, null.</param>
internal sealed record ServiceErrorCode(OtcError? Error, string? Action);
