using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OtcPassword.Client.Transport;

/// <summary>Explains requests without a response.</summary>
internal static class NetworkErrors
{
    /// <param name="exception">Why there is no response.</param>
    /// <param name="request">The request.</param>
    /// <param name="proxy">The proxy that the request was sent through, or null.</param>
    public static FailedAttempt Explain(Exception exception, ApiRequest request, string? proxy)
    {
        if (exception is OtcException known)
        {
            // The token or key could not be renewed, or the response was too large.
            return new FailedAttempt(known.IsTransient ? FailureKind.RenewalFailed : FailureKind.Final, known, known.Message);
        }

        (FailureKind kind, OtcError error) = Classify(exception);
        string host = proxy is null ? request.Uri.Authority : $"{request.Uri.Authority} through the proxy {proxy}";
        string reason = Reason(exception);
        (string message, string action) = error switch
        {
            OtcError.OperationTimeout => (
                $"The request to {host} for {request.Subject} timed out.",
                "Try again. If the problem persists, check the network and the proxy between this computer and the cloud."),
            OtcError.TlsFailure => (
                $"Cannot establish a secure connection to {host}: {reason}.",
                "Verify the host name, the certificate (including that of a TLS-inspecting proxy), and that TLS 1.2 is enabled."),
            OtcError.UnexpectedResponse => (
                $"The response of {host} to the request for {request.Subject} is not valid HTTP, or its headers are too large.",
                "Verify that the endpoint URL is correct and that the response does not come from a proxy."),
            _ => (
                $"Cannot reach {host} for the request for {request.Subject}: {reason}.",
                proxy is null
                    ? "Verify the network connection, the region or endpoint, and whether you need a proxy (Connect-OtcSession -Proxy)."
                    : "Verify the network connection and the proxy. To use another proxy, specify Connect-OtcSession -Proxy."),
        };
        bool isClean = error is OtcError.TlsFailure || (error is OtcError.NetworkFailure && IsOfNetwork(exception));
        var explained = new OtcException(error, message, action, isClean ? exception : null) { IsTransient = RetryTable.IsTransient(kind) };
        return new FailedAttempt(kind, explained, reason);
    }

    private static (FailureKind Kind, OtcError Error) Classify(Exception exception) => exception switch
    {
        TimeoutException => (FailureKind.TimedOut, OtcError.OperationTimeout),
        // Only the connect timeout cancels a request: the caller's cancellation, and the timer of the attempt, are handled before.
        OperationCanceledException => (FailureKind.NotConnected, OtcError.NetworkFailure),
        _ when IsTls(exception) => (FailureKind.Final, OtcError.TlsFailure),
        _ when IsInvalidHttp(exception) => (FailureKind.Final, OtcError.UnexpectedResponse),
        _ when IsUnknownHost(exception) => (FailureKind.HostNotFound, OtcError.NetworkFailure),
        _ when IsNotConnected(exception) => (FailureKind.NotConnected, OtcError.NetworkFailure),
        _ when IsOfNetwork(exception) => (FailureKind.ConnectionLost, OtcError.NetworkFailure),
        _ => (FailureKind.Final, OtcError.NetworkFailure),
    };

    // The innermost message contains the cause.
    private static string Reason(Exception exception)
    {
        if (exception is TimeoutException)
        {
            return "the request timed out";
        }

        if (exception is OperationCanceledException)
        {
            return "the connection timed out";
        }

        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message.TrimEnd('.');
    }

    private static bool IsOfNetwork(Exception exception) => exception is HttpRequestException or IOException or WebException;

    private static bool IsTls(Exception exception) =>
        Find<AuthenticationException>(exception) is not null
        || Find<WebException>(exception)?.Status is WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure;

    // The message of the exception quotes the response, which can quote a token.
#if NETFRAMEWORK
    private static bool IsInvalidHttp(Exception exception) => Find<WebException>(exception)?.Status
        is WebExceptionStatus.ServerProtocolViolation or WebExceptionStatus.MessageLengthLimitExceeded;
#else
    private static bool IsInvalidHttp(Exception exception) =>
        (Find<HttpIOException>(exception)?.HttpRequestError ?? Find<HttpRequestException>(exception)?.HttpRequestError)
        is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded;
#endif

    private static bool IsNotConnected(Exception exception) =>
#if !NETFRAMEWORK
        Find<HttpRequestException>(exception)?.HttpRequestError == HttpRequestError.ConnectionError ||
#endif
        Find<SocketException>(exception)?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.TryAgain
        || Find<WebException>(exception)?.Status is WebExceptionStatus.ConnectFailure;

    private static bool IsUnknownHost(Exception exception) =>
        Find<SocketException>(exception)?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
        || Find<WebException>(exception)?.Status is WebExceptionStatus.NameResolutionFailure;

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
