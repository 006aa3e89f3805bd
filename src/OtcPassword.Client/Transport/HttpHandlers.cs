using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace OtcPassword.Client.Transport;

/// <summary>
/// Creates the HTTP handler of a session: TLS 1.2 or later, without redirects (which would forward the token), cookies, and
/// decompression (which would make a small response large).
/// </summary>
internal static class HttpHandlers
{
    // The maximum of -ThrottleLimit. The default of .NET Framework is two.
    private const int MaxConnections = 256;

#if NETFRAMEWORK
    /// <summary>Gets the proxy of the system, if there is one.</summary>
    public static IWebProxy? DefaultProxy => WebRequest.DefaultWebProxy;

    public static HttpMessageHandler Create(HttpsOnlyProxy? proxy, TimeSpan connectTimeout)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MaxConnections,
            SslProtocols = SslProtocols.Tls12 | Tls13,
            // Otherwise, a script that disables validation in ServicePointManager would also disable it here.
            ServerCertificateCustomValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        return handler;
    }

    // .NET Framework 4.7.2 does not define this value. Windows ignores it if it is not supported.
    private const SslProtocols Tls13 = (SslProtocols)12288;
#else
    /// <summary>Gets the proxy of the system, if there is one.</summary>
    public static IWebProxy? DefaultProxy => HttpClient.DefaultProxy;

    public static HttpMessageHandler Create(HttpsOnlyProxy? proxy, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            Proxy = proxy,
        };
        return handler;
    }
#endif
}
