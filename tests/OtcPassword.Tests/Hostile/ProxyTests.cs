using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>A proxy that responds in place of the cloud.</summary>
public class ProxyTests
{
    private const string Html = "<html><body><h1>Access denied</h1>\u001b[31mAsk your administrator</body></html>";
    private const string Secret = "TheProxyPassword";

    // .NET Framework and Mono return the response of a proxy as if it were that of the server.
#if NETFRAMEWORK
    private static bool ReturnsResponsesOfProxies => true;
#else
    private static bool ReturnsResponsesOfProxies => false;
#endif

    [Theory]
    [InlineData(403, OtcError.PermissionDenied, 1, "denied the connection")]
    [InlineData(407, OtcError.NetworkFailure, 1, "requires a user name and password")]
    [InlineData(502, OtcError.ServiceUnavailable, 4, "could not connect")]
    [InlineData(302, OtcError.UnexpectedResponse, 1, "denied the connection")]
    public async Task HTML_response_to_CONNECT_ends_the_sign_in(int status, OtcError asResponse, int attempts, string message)
    {
        using var proxy = new CannedServer(status, Html, "Content-Type: text/html\r\nLocation: http://127.0.0.1:9/\r\n");

        OtcException e = await HostileCloud.FailsAsync(
            ReturnsResponsesOfProxies ? asResponse : OtcError.NetworkFailure, () => ThroughAsync(proxy));

        AssertOnlyConnectRequests(proxy);
        Assert.Equal(status, e.StatusCode);
        if (!ReturnsResponsesOfProxies)
        {
            Assert.Contains(message, e.Message);
            Assert.Contains($"127.0.0.1:{proxy.Port}", e.Message);
            Assert.Equal(attempts, proxy.Requests.Count);
            Assert.Equal(status == 502, e.IsTransient);
        }
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(407)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(511)]
    public async Task Password_of_the_proxy_is_in_no_text(int status)
    {
        using var proxy = new RefusingProxy(status);
        var said = new ConcurrentQueue<string>();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(
            new UrlProxy(new Uri($"http://bob:{Secret}@127.0.0.1:{proxy.Url.Port}/")), said.Enqueue));

        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            Assert.DoesNotContain(Secret, inner.ToString());
        }

        Assert.All(said, line => Assert.DoesNotContain(Secret, line));
        // The user name and password in the URL were sent to the proxy, once.
        Assert.Equal(status == 407 ? 1 : 0, proxy.Requests.Count(IsAuthorized));
    }

#if NET
    [Theory]
    [InlineData("socks5")]
    [InlineData("socks4a")]
    public async Task Password_that_a_SOCKS_proxy_refuses_is_sent_once_and_is_in_no_text(string scheme)
    {
        using var proxy = new SocksProxy();
        using var cloud = new CannedServer(200, "");
        var said = new ConcurrentQueue<string>();
        var used = new SessionProxy(new UrlProxy(new Uri($"{scheme}://bob:{Secret}@127.0.0.1:{proxy.Port}/")));
        using Session session = await ConnectAsync(cloud, used);

        OtcException[] failures = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(HostileCloud.Id, new CallContext(CancellationToken.None, said.Enqueue)))));

        Assert.All(failures, e => Assert.Equal((OtcError.NetworkFailure, false), (e.Error, e.IsTransient)));
        Assert.All(failures.Select(e => e.ToString()).Concat(said), text => Assert.DoesNotContain(Secret, text));
        Assert.Equal(1, proxy.Attempts);
    }
#endif

    [Fact]
    public async Task Refused_password_is_sent_once_for_all_requests_of_a_session()
    {
        using var proxy = new RefusingProxy(407);
        using var cloud = new CannedServer(200, "");
        using Session session = await ConnectAsync(cloud, new SessionProxy(proxy.Url, new NetworkCredential("bob", Secret)));
        var context = new CallContext(CancellationToken.None, maxRequests: 16);

        OtcException[] failures = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(HostileCloud.Id, context))));

        Assert.All(failures, e => Assert.Equal((OtcError.NetworkFailure, false), (e.Error, e.IsTransient)));
        Assert.All(failures, e => Assert.Contains("-ProxyCredential", e.RecommendedAction));
        Assert.Equal(1, proxy.Requests.Count(IsAuthorized));
        Assert.InRange(proxy.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task Proxy_that_needs_no_password_is_not_asked_one_request_after_the_other()
    {
        using var proxy = new RefusingProxy(403);
        using var cloud = new CannedServer(200, "");
        using Session session = await ConnectAsync(cloud, new SessionProxy(proxy.Url, new NetworkCredential("bob", Secret)));

        OtcException[] failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context))));

        Assert.All(failures, e => Assert.Equal(403, e.StatusCode));
        Assert.Equal(8, proxy.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_of_the_system_gets_the_specified_credentials(bool isDefault)
    {
        using var proxy = new RefusingProxy(407);
        var used = new SessionProxy(
            new WebProxy(proxy.Url), isDefault ? CredentialCache.DefaultNetworkCredentials : new NetworkCredential("bob", Secret));

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(used));

        Assert.Equal(407, e.StatusCode);
        // The sign-in of the Windows user is never sent with Basic, as plain text. Mono sends an empty one, which is no secret.
        Assert.Equal(isDefault ? 0 : 1, proxy.Requests.Count(head => IsAuthorized(head) && !head.Contains("Basic Og==")));
    }

    // .NET does not read the body of such a response.
    [Fact]
    public async Task Response_of_a_proxy_that_quotes_its_password_is_shown_without_it()
    {
        const string Quoted = "Proxy-Authorization: Basic Ym9iOlRoZVByb3h5UGFzc3dvcmQ= " + Secret;
        using var proxy = new CannedServer(403, "{\"error\": {\"message\": \"" + Quoted + "\"}}");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(new SessionProxy(proxy.Url, new NetworkCredential("bob", Secret))));

        Assert.Equal(403, e.StatusCode);
        Assert.DoesNotContain(Secret, e.ToString());
        Assert.DoesNotContain("UHJveHlQYXNz", e.ToString());
    }

    [Fact]
    public async Task HTML_in_the_tunnel_is_a_TLS_failure()
    {
        using var proxy = new CannedServer(200, Html, "Content-Type: text/html\r\n");

        await HostileCloud.FailsAsync(OtcError.TlsFailure, () => ThroughAsync(proxy));

        AssertOnlyConnectRequests(proxy);
    }

    [Fact]
    public async Task Unencrypted_request_does_not_use_the_proxy()
    {
        using var proxy = new CannedServer(200, Html);
        using var server = new CannedServer(200, """{"password": "x"}""");
        using Session session = await Session.ConnectAsync(
            new SessionOptions(server.Url, HostileCloud.Options(server.Url).Credential) { Region = "eu-de", Proxy = new WebProxy(proxy.Url) },
            TestSession.Context);

        Assert.Equal("x", await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Empty(proxy.Requests);
        Assert.Empty(proxy.SignIns);
    }

    private static bool IsAuthorized(string head) =>
        head.IndexOf("\r\nProxy-Authorization: Basic ", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Signs in without the proxy to a cloud whose ECS can be reached only through the proxy.</summary>
    private static Task<Session> ConnectAsync(CannedServer cloud, SessionProxy proxy) => Session.ConnectAsync(
        new SessionOptions(cloud.Url, HostileCloud.Options(cloud.Url).Credential)
        {
            Region = "eu-de",
            EcsEndpoint = new Uri("https://ecs.eu-de.otc.t-systems.com/"),
            Proxy = proxy,
        },
        TestSession.Context);

    private static Task<Session> ThroughAsync(CannedServer proxy) => ConnectAsync(new WebProxy(proxy.Url));

    private static Task<Session> ConnectAsync(IWebProxy proxy, Action<string>? trace = null)
    {
        var cloud = new Uri("https://iam.eu-de.otc.t-systems.com/v3");
        return Session.ConnectAsync(
            new SessionOptions(cloud, HostileCloud.Options(cloud).Credential) { Proxy = proxy },
            new CallContext(CancellationToken.None, trace));
    }

    private static void AssertOnlyConnectRequests(CannedServer proxy)
    {
        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, head => Assert.StartsWith("CONNECT iam.eu-de.otc.t-systems.com:443 ", head));
        Assert.Empty(proxy.SignIns);
    }

    /// <summary>A proxy that keeps its connections open, as the authentication requires, and responds with the same status.</summary>
    private sealed class RefusingProxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _answer;

        public RefusingProxy(int status)
        {
            _answer = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} X\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            _listener.Start();
            _ = AcceptAsync();
        }

        public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        public ConcurrentQueue<string> Requests { get; } = new();

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The test has ended.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                    var head = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } line)
                    {
                        head.Append(line).Append("\r\n");
                        if (line.Length == 0)
                        {
                            Requests.Enqueue(head.ToString());
                            head.Clear();
                            await client.GetStream().WriteAsync(_answer, 0, _answer.Length);
                        }
                    }
                }
                catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
                {
                    // The client closed the connection.
                }
            }
        }
    }

#if NET
    /// <summary>A SOCKS proxy that requires a user name and password, and rejects them.</summary>
    private sealed class SocksProxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _attempts;

        public SocksProxy()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>Gets how often a user name was received.</summary>
        public int Attempts => _attempts;

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    NetworkStream stream = client.GetStream();
                    var buffer = new byte[512];
                    int length = await stream.ReadAsync(buffer);
                    if (buffer[0] == 5)
                    {
                        await stream.WriteAsync(new byte[] { 5, 2 });
                        length = await stream.ReadAsync(buffer);
                    }

                    if (Encoding.ASCII.GetString(buffer, 0, length).Contains("bob"))
                    {
                        Interlocked.Increment(ref _attempts);
                    }

                    await stream.WriteAsync(buffer[0] == 1 ? new byte[] { 1, 1 } : [0, 93, 0, 0, 0, 0, 0, 0]);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
#endif

    /// <summary>A proxy as .NET reads it from HTTPS_PROXY: the user name and password are part of its URL.</summary>
    private sealed class UrlProxy(Uri url) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => new NetworkCredential(url.UserInfo.Split(':')[0], url.UserInfo.Split(':')[1]);
            set => throw new NotSupportedException();
        }

        public Uri GetProxy(Uri destination) => url;

        public bool IsBypassed(Uri host) => false;
    }
}
