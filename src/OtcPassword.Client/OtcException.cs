namespace OtcPassword.Client;

/// <summary>
/// The exception for all failures of this library. The message and the <see cref="RecommendedAction"/> never contain secrets.
/// </summary>
public sealed class OtcException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="error">The error ID.</param>
    /// <param name="message">The message: what could not be done to what, and why, without secrets.</param>
    /// <param name="recommendedAction">The recommended action, or null.</param>
    /// <param name="innerException">The cause. It is omitted if a message of it can quote a secret.</param>
    public OtcException(
        OtcError error, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(ReadableText.CleanMessage(message), ForeignText.Keep(innerException))
    {
        Error = error;
        RecommendedAction = recommendedAction is null ? null : ReadableText.CleanMessage(recommendedAction);
    }

    /// <summary>Gets the error ID.</summary>
    public OtcError Error { get; }

    /// <summary>Gets the recommended action, or null.</summary>
    public string? RecommendedAction { get; }

    /// <summary>Gets the HTTP status of the response, or null if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets the error code of the service, such as <c>BMS.0040</c> or <c>APIGW.0301</c>, or null.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>Gets the request ID, by which the support of the cloud finds the request, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets whether the same request can succeed a little later.</summary>
    public bool IsTransient { get; init; }
}
