using System;

namespace OtcPassword.Client;

/// <summary>
/// Every failure this library reports. The message says what happened to what, <see cref="RecommendedAction"/> what to
/// do next; neither ever holds a secret.
/// </summary>
public sealed class OtcException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="error">The stable word for what went wrong.</param>
    /// <param name="message">What happened to what, in one or two sentences and without secrets.</param>
    /// <param name="recommendedAction">What the reader should do next, or null if nothing can be recommended.</param>
    /// <param name="innerException">The cause, whose message must hold no secret either.</param>
    public OtcException(
        OtcError error, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(ReadableText.CleanMessage(message), innerException)
    {
        Error = error;
        RecommendedAction = recommendedAction is null ? null : ReadableText.CleanMessage(recommendedAction);
    }

    /// <summary>The stable word for what went wrong.</summary>
    public OtcError Error { get; }

    /// <summary>What to do next, or null.</summary>
    public string? RecommendedAction { get; }

    /// <summary>The HTTP status of the answer that caused this, or null if there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The service's own code for the error, such as <c>BMS.0040</c> or <c>APIGW.0301</c>; else null.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>The id under which the cloud's support finds the request, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>True if the same call may well succeed a little later.</summary>
    public bool IsTransient => Error.IsTransient();
}
