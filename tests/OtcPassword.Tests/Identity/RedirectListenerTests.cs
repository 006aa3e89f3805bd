using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using OtcPassword.Client.Identity.OpenId;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>The listener for the redirect of the browser, and the other connections that it gets.</summary>
public sealed class RedirectListenerTests : IDisposable
{
    private const string State = "s-1";

    private readonly RedirectListener _listener = new(new Uri("http://localhost/oidc/auth"), State);
    private readonly List<TcpClient> _clients = [];

    private int Port => new Uri(_listener.RedirectUri).Port;

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _listener.Dispose();
    }

    [Fact]
    public void Only_this_computer_can_connect()
    {
        IPEndPoint[] found = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == Port).ToArray();

        Assert.NotEmpty(found);
        // Mono reads ::1 in the wrong byte order.
        Assert.All(found, end => Assert.True(IPAddress.IsLoopback(end.Address) || end.Address.ToString() == "::1.0.0.0", end.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Both_addresses_of_localhost_receive_the_redirect(string address)
    {
        Assert.SkipUnless(address == "127.0.0.1" || OpenIdTests.HasIpv6(), "This computer has no IPv6.");

        Task<string> page = ReadAsync(await SendAsync(Redirect("c-1"), IPAddress.Parse(address)));

        using RedirectAnswer answer = await WaitAsync();
        await answer.ReplyAsync("200 OK", "Signed in", "x");
        Assert.Equal("c-1", answer["code"]);
        Assert.Contains("<h1>Signed in</h1>", await page);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /oidc/auth?code=c-1&sta")]
    public async Task Connections_that_send_nothing_more_do_not_block_the_browser(string start)
    {
        for (int i = 0; i < 200; i++)
        {
            await SendAsync(start);
        }

        await SendAsync(Redirect("c-2"));

        using RedirectAnswer answer = await WaitAsync();
        Assert.Equal("c-2", answer["code"]);
    }

    [Fact]
    public async Task Page_that_is_opened_twice_does_not_replace_the_first()
    {
        Task<string> first = ReadAsync(await SendAsync(Redirect("c-1")));
        using RedirectAnswer answer = await WaitAsync();

        string second = await ReadAsync(await SendAsync(Redirect("c-2")));
        await answer.ReplyAsync("200 OK", "Signed in", "x");

        Assert.StartsWith("HTTP/1.1 400 ", second);
        Assert.DoesNotContain("Signed in", second);
        Assert.Equal("c-1", answer["code"]);
        Assert.Contains("<h1>Signed in</h1>", await first);
    }

    [Fact]
    public async Task End_closes_the_port_and_all_connections()
    {
        TcpClient idle = await SendAsync("GET /oidc/auth");
        TcpClient waiting = await SendAsync(Redirect("c-1"));
        (await WaitAsync()).GetHashCode();

        _listener.Dispose();

        Assert.Equal(string.Empty, await ReadAsync(idle));
        Assert.Equal(string.Empty, await ReadAsync(waiting));
        await Assert.ThrowsAnyAsync<SocketException>(() => SendAsync(Redirect("c-1")));
    }

    private static string Redirect(string code) => $"GET /oidc/auth?code={code}&state={State} HTTP/1.1\r\nHost: x\r\n\r\n";

    private static async Task<string> ReadAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private Task<RedirectAnswer> WaitAsync() => _listener.WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    private async Task<TcpClient> SendAsync(string text, IPAddress? address = null)
    {
        var client = new TcpClient((address ?? IPAddress.Loopback).AddressFamily);
        _clients.Add(client);
        await client.ConnectAsync(address ?? IPAddress.Loopback, Port);
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        await client.GetStream().WriteAsync(bytes, 0, bytes.Length);
        return client;
    }
}
