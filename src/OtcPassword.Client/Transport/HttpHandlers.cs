using System.Net;
using System.Net.Security;
using System.Security.Authentication;
#if NETFRAMEWORK
using System.Collections.Concurrent;
using System.Net.Sockets;
#endif

namespace OtcPassword.Client.Transport;

/// <summary>
/// Creates the HTTP handler of a session: TLS 1.2 or later, without redirects (which would forward the token), cookies, and
/// decompression (which would make a small response large).
/// </summary>
internal static class HttpHandlers
{
    // The maximum of -ThrottleLimit. The default of .NET Framework is two.
    private const int MaxConnections = 256;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

#if NETFRAMEWORK
    /// <summary>
    /// Returns the TLS versions to use: 1.2, and 1.3 if the framework defines it. .NET Framework 4.7.2 rejects values that it does
    /// not define.
    /// </summary>
    /// <param name="defined">The names in the enumeration of the framework.</param>
    public static SslProtocols ChooseProtocols(IEnumerable<string> defined) => defined
        .Where(name => name is "Tls12" or "Tls13")
        .Aggregate(SslProtocols.None, (chosen, name) => Enum.TryParse(name, out SslProtocols version) ? chosen | version : chosen);

    /// <summary>Gets the proxy of the system, if there is one.</summary>
    public static IWebProxy? DefaultProxy => WebRequest.DefaultWebProxy;

    public static HttpMessageHandler Create(SessionProxy? proxy, TimeSpan connectTimeout)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MaxConnections,
            SslProtocols = ChooseProtocols(Enum.GetNames(typeof(SslProtocols))),
            // Otherwise, a script that disables validation in ServicePointManager would also disable it here.
            ServerCertificateCustomValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        return new ConnectingHandler(handler, proxy, connectTimeout);
    }

    /// <summary>
    /// Limits the time to connect and the lifetime of connections, which .NET Framework's handler does not. It reports neither when
    /// it connects nor when it is connected: before the first connection to a host, another one is opened and closed.
    /// </summary>
    private sealed class ConnectingHandler(HttpMessageHandler inner, SessionProxy? proxy, TimeSpan connectTimeout)
        : DelegatingHandler(inner)
    {
        private readonly ConcurrentDictionary<Uri, Lazy<Task<bool>>> _probes = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            ServicePoint point = ServicePointManager.FindServicePoint(request.RequestUri, proxy);
            point.ConnectionLeaseTimeout = (int)ConnectionLifetime.TotalMilliseconds;
            if (point.CurrentConnections == 0
                && !await _probes.GetOrAdd(point.Address, address => new Lazy<Task<bool>>(() => ProbeAsync(address))).Value
                    .WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new OperationCanceledException("The connection timed out.");
            }

            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        /// <summary>Returns false if the host does not respond in time.</summary>
        private async Task<bool> ProbeAsync(Uri address)
        {
            using var client = new TcpClient();
            Task connect = client.ConnectAsync(address.Host, address.Port);

            // Other failures are those of the request as well, which reports them.
            _ = connect.ContinueWith(task => task.Exception, TaskScheduler.Default);
            Task first = await Task.WhenAny(connect, Task.Delay(connectTimeout)).ConfigureAwait(false);
            _probes.TryRemove(address, out _);
            return first == connect;
        }
    }
#else
    /// <summary>Gets the proxy of the system, if there is one.</summary>
    public static IWebProxy? DefaultProxy => HttpClient.DefaultProxy;

    public static HttpMessageHandler Create(SessionProxy? proxy, TimeSpan connectTimeout) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = MaxConnections,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        Proxy = proxy,
    };
#endif
}
