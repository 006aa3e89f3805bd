using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly.Timeout;

namespace OtcPassword.Client.Transport;

/// <summary>Explains requests that got no answer.</summary>
internal static class NetworkErrors
{
    public static OtcException Explain(Exception exception, ApiRequest request)
    {
        string host = request.Uri.Authority;
        if (exception is TimeoutRejectedException or OperationCanceledException)
        {
            return new OtcException(
                OtcError.OperationTimeout,
                $"{host} did not answer the request for {request.Subject} in time.",
                "Try again; if it stays so, check the network and the proxy between this machine and the cloud.");
        }

        if (IsTls(exception))
        {
            return new OtcException(
                OtcError.TlsFailure,
                $"No secure connection to {host}: {Reason(exception)}",
                "Check the host name, the certificate (of a proxy that opens TLS, too), and that TLS 1.2 is enabled.");
        }

        if (IsNoHttp(exception))
        {
            return new OtcException(
                OtcError.UnexpectedResponse,
                $"What {host} answered to the request for {request.Subject} is no HTTP, or its head is too large.",
                "Check that the endpoint is the service's own and that no proxy answers in its place.");
        }

        return new OtcException(
            OtcError.NetworkFailure,
            $"No answer from {host} to the request for {request.Subject}: {Reason(exception)}",
            "Check the network, the region or endpoint, and whether a proxy is needed.");
    }

    /// <summary>The innermost message, which is the one that names the cause.</summary>
    public static string Reason(Exception? exception)
    {
        if (exception is TimeoutRejectedException)
        {
            return "no answer in time";
        }

        while (exception?.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception?.Message ?? "unknown cause";
    }

    /// <summary>True if the same request may well succeed a moment later.</summary>
    public static bool IsTransient(Exception? exception) =>
        exception is HttpRequestException or IOException or WebException
        && !IsTls(exception)
        && !IsNoHttp(exception)
        && !IsUnknownHost(exception);

    /// <summary>True if the connection was never made, so that the server cannot have seen the request.</summary>
    public static bool NothingWasSent(Exception? exception) =>
        Find<SocketException>(exception)?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.TryAgain
        || Find<WebException>(exception)?.Status is WebExceptionStatus.ConnectFailure;

    private static bool IsTls(Exception exception) =>
        Find<AuthenticationException>(exception) is not null
        || Find<WebException>(exception)?.Status is WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure;

    // The exception's own text quotes the answer, which may quote a token.
#if NETFRAMEWORK
    private static bool IsNoHttp(Exception exception) => Find<WebException>(exception)?.Status
        is WebExceptionStatus.ServerProtocolViolation or WebExceptionStatus.MessageLengthLimitExceeded;
#else
    private static bool IsNoHttp(Exception exception) =>
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
