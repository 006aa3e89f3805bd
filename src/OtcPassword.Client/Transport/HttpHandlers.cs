using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
#if !NETFRAMEWORK
using System;
#endif

namespace OtcPassword.Client.Transport;

/// <summary>
/// Makes the one HTTP handler of a session: TLS 1.2 or later, no redirects (they would carry the token along), no
/// cookies, no transparent decompression (a small answer must not become a large one).
/// </summary>
internal static class HttpHandlers
{
    // Enough for the largest -ThrottleLimit that makes sense. .NET Framework's default is two.
    private const int MaxConnections = 256;

#if NETFRAMEWORK
    public static HttpMessageHandler Create(IWebProxy? proxy)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MaxConnections,
            SslProtocols = SslProtocols.Tls12 | Tls13,
            // Else a script that has all certificates accepted (ServicePointManager) would have it so here as well.
            ServerCertificateCustomValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
        if ((proxy ?? WebRequest.DefaultWebProxy) is { } used)
        {
            handler.Proxy = new HttpsOnlyProxy(used);
        }

        return handler;
    }

    // .NET Framework 4.7.2 has no name for it, and Windows ignores it where it is not supported.
    private const SslProtocols Tls13 = (SslProtocols)12288;
#else
    public static HttpMessageHandler Create(IWebProxy? proxy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            Proxy = new HttpsOnlyProxy(proxy ?? HttpClient.DefaultProxy),
        };
        return handler;
    }
#endif
}
