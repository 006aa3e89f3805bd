using System.Management.Automation;
using OtcPassword.Client;

namespace OtcPassword.Pipeline;

/// <summary>Converts the exceptions of the client to error records.</summary>
internal static class ErrorRecords
{
    // PowerShell 7.5 and later show the recommended action below the message. Earlier versions do not, so the message includes it.
    private static readonly bool ViewShowsAction =
        typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>Creates an error record whose exception is one that scripts can catch by type.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">The target object of the error, usually a server.</param>
    public static ErrorRecord Create(OtcException exception, object? target)
    {
        string message = exception.RecommendedAction is { } action && !ViewShowsAction
            ? $"{exception.Message} {action}"
            : exception.Message;
        object? shown = target is string text ? ReadableText.Clean(SpecifiedText.Describe(text)) : target;
        return new ErrorRecord(new OtcPasswordException(exception), exception.Error.ToString(), Category(exception.Error), shown)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = exception.RecommendedAction },
        };
    }

    private static ErrorCategory Category(OtcError error) => error switch
    {
        OtcError.NotConnected => ErrorCategory.ConnectionError,
        OtcError.AuthenticationFailed => ErrorCategory.AuthenticationError,
        OtcError.PermissionDenied => ErrorCategory.PermissionDenied,
        OtcError.ServerNotFound => ErrorCategory.ObjectNotFound,
        OtcError.InvalidServerId => ErrorCategory.InvalidArgument,
        OtcError.Throttled => ErrorCategory.LimitsExceeded,
        OtcError.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
        OtcError.NetworkFailure => ErrorCategory.ConnectionError,
        OtcError.TlsFailure => ErrorCategory.SecurityError,
        OtcError.OperationTimeout => ErrorCategory.OperationTimeout,
        OtcError.UnexpectedResponse => ErrorCategory.ProtocolError,
        OtcError.KeyFileNotFound => ErrorCategory.ObjectNotFound,
        OtcError.KeyFileUnreadable => ErrorCategory.ReadError,
        OtcError.KeyPassphraseRequired => ErrorCategory.SecurityError,
        OtcError.KeyPassphraseWrong => ErrorCategory.SecurityError,
        OtcError.KeyNotRsa => ErrorCategory.InvalidData,
        OtcError.KeyPairNotFound => ErrorCategory.ObjectNotFound,
        OtcError.KeyMismatch => ErrorCategory.SecurityError,
        OtcError.EncryptedPasswordInvalid => ErrorCategory.InvalidData,
        OtcError.ConfigurationInvalid => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.NotSpecified,
    };
}
