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
        : base(message, innerException)
    {
        Error = error;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The stable word for what went wrong.</summary>
    public OtcError Error { get; }

    /// <summary>What to do next, or null.</summary>
    public string? RecommendedAction { get; }
}
