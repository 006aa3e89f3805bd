namespace OtcPassword.Client;

/// <summary>The one rule that says which errors are transient: retried, and waited out by -Wait.</summary>
internal static class TransientErrors
{
    /// <summary>Returns true if the same request can succeed a little later; otherwise, false.</summary>
    public static bool IsTransient(this OtcError error) =>
        error is OtcError.Throttled or OtcError.ServiceUnavailable or OtcError.NetworkFailure or OtcError.OperationTimeout;
}
