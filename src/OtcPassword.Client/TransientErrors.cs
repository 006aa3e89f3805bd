namespace OtcPassword.Client;

/// <summary>The one rule for transient errors, which are retried, and do not end -Wait.</summary>
internal static class TransientErrors
{
    /// <summary>Returns true if the same request can succeed a little later; otherwise, false.</summary>
    public static bool IsTransient(this OtcError error) =>
        error is OtcError.Throttled or OtcError.ServiceUnavailable or OtcError.NetworkFailure or OtcError.OperationTimeout;
}
