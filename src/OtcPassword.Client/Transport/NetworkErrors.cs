#if !NETFRAMEWORK
using System.Globalization;
#endif
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
#if !NETFRAMEWORK
using System.Text.RegularExpressions;
#endif

namespace OtcPassword.Client.Transport;

/// <summary>
/// Explains requests without a response. The messages are made of the data of .NET's exceptions, because their texts quote what
/// a proxy or server sent, and the URL of a proxy with its password.
/// </summary>
internal static class NetworkErrors
{
    /// <param name="exception">Why there is no response.</param>
    /// <param name="request">The request.</param>
    /// <param name="proxy">The proxy of the session, or null.</param>
    public static FailedAttempt Explain(Exception exception, ApiRequest request, SessionProxy? proxy)
    {
        if (exception is OtcException known)
        {
            // The token or key could not be renewed, or the response was too large.
            return new FailedAttempt(known.IsTransient ? FailureKind.RenewalFailed : FailureKind.Final, known, known.Message);
        }

        if (ProxyStatus(exception) is { } status)
        {
            return ExplainProxy(status, request, proxy);
        }

        if (IsRefusedBySocks(exception))
        {
            return ExplainSocks(request, proxy);
        }

        string? proxyUrl = proxy?.Find(request.Uri);
        (FailureKind kind, OtcError error, string reason) = Classify(exception);
        string host = proxyUrl is null ? request.Uri.Authority : $"{request.Uri.Authority} through the proxy {proxyUrl}";
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
                proxyUrl is null
                    ? "Verify the network connection, the region or endpoint, and whether you need a proxy (Connect-OtcSession -Proxy)."
                    : "Verify the network connection and the proxy. To use another proxy, specify Connect-OtcSession -Proxy."),
        };
        bool isKept = error is OtcError.TlsFailure or OtcError.NetworkFailure && IsOfNetwork(exception);
        var explained = new OtcException(error, message, action, isKept ? exception : null)
        {
            IsTransient = RetryTable.IsTransient(kind),
        };
        return new FailedAttempt(kind, explained, reason);
    }

    /// <summary>Explains the refusal of a proxy, which .NET Framework returns as if the server had sent it.</summary>
    /// <param name="status">The status that the proxy returned for CONNECT.</param>
    /// <param name="request">The request.</param>
    /// <param name="proxy">The proxy of the session, or null.</param>
    public static FailedAttempt ExplainProxy(int status, ApiRequest request, SessionProxy? proxy)
    {
        if (status == 407)
        {
            proxy?.Refuse();
        }

        string name = proxy?.Find(request.Uri) is { } url ? $"The proxy {url}" : "The proxy";
        (FailureKind kind, string message, string action) = status switch
        {
            407 => (
                FailureKind.ProxyRefused,
                $"{name} requires a user name and password, or rejected them",
                "Specify Connect-OtcSession -ProxyCredential, or -ProxyUseDefaultCredentials if the proxy accepts your Windows sign-in."),
            408 or 429 or >= 500 => (
                FailureKind.NotConnected,
                $"{name} could not connect to {request.Uri.Authority}",
                "Verify the host name, and whether the proxy can reach it. To use another proxy, specify Connect-OtcSession -Proxy."),
            _ => (
                FailureKind.ProxyRefused,
                $"{name} denied the connection to {request.Uri.Authority}",
                "Ask the administrator of the proxy to allow this host, or specify another proxy with Connect-OtcSession -Proxy."),
        };
        var exception = new OtcException(OtcError.NetworkFailure, $"{message} (HTTP {status}).", action)
        {
            StatusCode = status,
            IsTransient = RetryTable.IsTransient(kind),
        };
        return new FailedAttempt(kind, exception, $"HTTP {status} of the proxy");
    }

    // .NET tells only in its text whether a SOCKS proxy rejected the password or the host. A password must not be sent again.
    private static FailedAttempt ExplainSocks(ApiRequest request, SessionProxy? proxy)
    {
        string name = proxy?.Find(request.Uri) is { } url ? $"The proxy {url}" : "The proxy";
        if (proxy?.Credentials is not null)
        {
            proxy.Refuse();
        }

        var exception = new OtcException(
            OtcError.NetworkFailure,
            $"{name} denied the connection to {request.Uri.Authority}, or rejected the user name and password.",
            "Verify the user name and password for the proxy, and whether the proxy can reach this host.");
        return new FailedAttempt(FailureKind.ProxyRefused, exception, "refused by the proxy");
    }

    private static (FailureKind Kind, OtcError Error, string Reason) Classify(Exception exception)
    {
        SocketError socket = Find<SocketException>(exception)?.SocketErrorCode ?? SocketError.Success;
        return exception switch
        {
            TimeoutException => (FailureKind.TimedOut, OtcError.OperationTimeout, "the request timed out"),
            // Only the connect timeout cancels a request: the caller's cancellation and the timer of the attempt are handled before.
            OperationCanceledException => (FailureKind.NotConnected, OtcError.NetworkFailure, "the connection timed out"),
            _ when IsTls(exception) => (FailureKind.Final, OtcError.TlsFailure, TlsReason(exception)),
            _ when IsInvalidHttp(exception) => (FailureKind.Final, OtcError.UnexpectedResponse, "invalid HTTP"),
            _ when IsUnknownHost(exception, socket) => (FailureKind.HostNotFound, OtcError.NetworkFailure, "the host name is unknown"),
            _ when IsNotConnected(exception, socket) => (FailureKind.NotConnected, OtcError.NetworkFailure, ConnectReason(socket)),
            _ when IsOfNetwork(exception) => (FailureKind.ConnectionLost, OtcError.NetworkFailure, "the connection was closed"),
            _ => (FailureKind.Final, OtcError.NetworkFailure, exception.GetType().Name),
        };
    }

    private static string ConnectReason(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.TimedOut => "the connection timed out",
        SocketError.TryAgain => "the host name cannot be resolved at the moment",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "the network is unreachable",
        _ => "no connection could be established",
    };

    // .NET describes flaws of certificates only in the text.
    private static string TlsReason(Exception exception)
    {
        Exception cause = Find<AuthenticationException>(exception) ?? exception;
        return ForeignText.Reason(cause.InnerException ?? cause);
    }

    private static bool IsOfNetwork(Exception exception) => exception is HttpRequestException or IOException or WebException;

    private static bool IsTls(Exception exception) =>
        Find<AuthenticationException>(exception) is not null
        || Find<WebException>(exception)?.Status is WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure;

#if NETFRAMEWORK
    // .NET Framework returns the response of the proxy.
    private static int? ProxyStatus(Exception exception) => null;

    // .NET Framework has no SOCKS proxies for HTTPS.
    private static bool IsRefusedBySocks(Exception exception) => false;

    private static bool IsInvalidHttp(Exception exception) => Find<WebException>(exception)?.Status
        is WebExceptionStatus.ServerProtocolViolation or WebExceptionStatus.MessageLengthLimitExceeded;

    private static bool IsUnknownHost(Exception exception, SocketError socket) =>
        socket is SocketError.HostNotFound or SocketError.NoData || Find<WebException>(exception)?.Status
            is WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure;

    private static bool IsNotConnected(Exception exception, SocketError socket) =>
        socket is SocketError.ConnectionRefused or SocketError.TryAgain
        || Find<WebException>(exception)?.Status is WebExceptionStatus.ConnectFailure;
#else
    private static int? ProxyStatus(Exception exception)
    {
        if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused)
        {
            return null;
        }

        // .NET 8 has the status only at the end of the text, after the URL of the proxy: only the number is taken.
        Match text = Regex.Match(refused.Message, "'([1-5][0-9]{2})'[^']*$", RegexOptions.CultureInvariant);
        return refused.StatusCode is { } status ? (int)status
            : text.Success ? int.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;
    }

    private static bool IsRefusedBySocks(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError };

    private static bool IsInvalidHttp(Exception exception) =>
        (Find<HttpIOException>(exception)?.HttpRequestError ?? Find<HttpRequestException>(exception)?.HttpRequestError)
        is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded;

    private static bool IsUnknownHost(Exception exception, SocketError socket) =>
        exception is HttpRequestException && socket is SocketError.HostNotFound or SocketError.NoData;

    private static bool IsNotConnected(Exception exception, SocketError socket) =>
        Find<HttpRequestException>(exception)?.HttpRequestError == HttpRequestError.ConnectionError
        || socket is SocketError.ConnectionRefused or SocketError.TryAgain;
#endif

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
