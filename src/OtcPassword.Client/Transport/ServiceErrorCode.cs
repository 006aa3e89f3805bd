namespace OtcPassword.Client.Transport;

/// <summary>What one of the cloud's own error codes means.</summary>
/// <param name="Error">The error ID, where the HTTP status would give another one; otherwise, null.</param>
/// <param name="Action">What to do next, where the error ID alone does not tell it; otherwise, null.</param>
internal sealed record ServiceErrorCode(OtcError? Error, string? Action);
