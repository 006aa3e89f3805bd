using OtcPassword.Client;

namespace OtcPassword;

/// <summary>
/// The exception of each error that the cmdlets report: <c>catch [OtcPassword.OtcPasswordException]</c> catches
/// terminating errors, and with <c>-ErrorAction Stop</c> all errors. The client's own exception cannot be that, because
/// PowerShell 7 does not find types in the load context of the client.
/// </summary>
public sealed class OtcPasswordException : Exception
{
    // The inner exception has the stack trace of the failure.
    internal OtcPasswordException(OtcException exception)
        : base(exception.Message, exception)
    {
        ErrorId = exception.Error.ToString();
        RecommendedAction = exception.RecommendedAction;
        StatusCode = exception.StatusCode;
        ServiceCode = exception.ServiceCode;
        RequestId = exception.RequestId;
    }

    /// <summary>Gets the error ID, with which the FullyQualifiedErrorId of the error starts, such as KeyMismatch.</summary>
    public string ErrorId { get; }

    /// <summary>Gets what to do next, or null.</summary>
    public string? RecommendedAction { get; }

    /// <summary>Gets the HTTP status of the response that caused the error, or null if there was none.</summary>
    public int? StatusCode { get; }

    /// <summary>Gets the error code of the service, such as BMS.0040, or null.</summary>
    public string? ServiceCode { get; }

    /// <summary>Gets the ID with which the cloud's support finds the request, or null.</summary>
    public string? RequestId { get; }
}
