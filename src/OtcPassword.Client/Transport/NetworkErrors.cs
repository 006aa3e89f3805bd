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
    public static OtcException Explain(Exception exception, ApiRequest request, string? proxy)
    {
        string host = proxy is null ? request.Uri.Authority : $"{request.Uri.Authority} through the proxy {proxy}";
        if (exception is TimeoutException or OperationCanceledException)
        {
            return new OtcException(
                OtcError.OperationTimeout,
                $"The request to {host} for {request.Subject} timed out.",
                "Try again. If the problem persists, check the network and the proxy between this computer and the cloud.");
        }

        if (IsTls(exception))
        {
            return new OtcException(
                OtcError.TlsFailure,
                $"Cannot establish a secure connection to {host}: {Reason(exception).TrimEnd('.')}.",
                "Verify the host name, the certificate (including that of a TLS-inspecting proxy), and that TLS 1.2 is enabled.",
                exception);
        }

        if (IsInvalidHttp(exception))
        {
            return new OtcException(
                OtcError.UnexpectedResponse,
                $"The response of {host} to the request for {request.Subject} is not valid HTTP, or its headers are too large.",
                "Verify that the endpoint URL is correct and that the response does not come from a proxy.");
        }

        return new OtcException(
            OtcError.NetworkFailure,
            $"Cannot reach {host} for the request for {request.Subject}: {Reason(exception).TrimEnd('.')}.",
            proxy is null
                ? "Verify the network connection, the region or endpoint, and whether you need a proxy (Connect-OtcSession -Proxy)."
                : "Verify the network connection and the proxy. To use another proxy, specify Connect-OtcSession -Proxy.",
            exception is HttpRequestException or IOException or WebException ? exception : null);
    }

    /// <summary>Returns the innermost message, which contains the cause.</summary>
    public static string Reason(Exception? exception)
    {
        if (exception is TimeoutException)
        {
            return "the request timed out";
        }

        while (exception?.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception?.Message ?? "unknown cause";
    }

    /// <summary>Returns true if the same request can succeed a little later.</summary>
    public static bool IsTransient(Exception? exception) =>
        exception is HttpRequestException or IOException or WebException
        && !IsTls(exception)
        && !IsInvalidHttp(exception)
        && !IsUnknownHost(exception);

    /// <summary>Returns true if there was no connection, so that the server did not receive the request.</summary>
    public static bool NothingWasSent(Exception? exception) =>
        Find<SocketException>(exception)?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.TryAgain
        || Find<WebException>(exception)?.Status is WebExceptionStatus.ConnectFailure;

    private static bool IsTls(Exception exception) =>
        Find<AuthenticationException>(exception) is not null
        || Find<WebException>(exception)?.Status is WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure;

    // The message of the exception quotes the response, which can quote a token.
#if NETFRAMEWORK
    private static bool IsInvalidHttp(Exception exception) => Find<WebException>(exception)?.Status
        is WebExceptionStatus.ServerProtocolViolation or WebExceptionStatus.MessageLengthLimitExceeded;
#else
    private static bool IsInvalidHttp(Exception exception) =>
        Find<HttpIOException>(exception)?.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
        || Find<HttpRequestException>(exception)?.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded;
#endif

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
