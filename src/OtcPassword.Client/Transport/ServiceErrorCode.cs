namespace OtcPassword.Client.Transport;

/// <summary>The meaning of an error code of the cloud.</summary>
/// <param name="Error">The error ID if it differs from the one for the HTTP status; otherwise, null.</param>
/// <param name="Action">The recommended action if it differs from the one for the error ID; otherwise, null.</param>
internal sealed record ServiceErrorCode(OtcError? Error, string? Action);
