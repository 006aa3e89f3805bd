using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>
/// Receives the redirect of the browser on this computer. Requests without the state of the sign-in, and connections that send
/// nothing, change nothing.
/// </summary>
/// <remarks>HttpListener would need rights on Windows, and does not choose a free port.</remarks>
internal sealed class RedirectListener : IDisposable
{
    private const int MaxReading = 64;
    private const int MaxHead = 16 * 1024;

    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);

    private readonly string _state;
    private readonly string _path;
    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<RedirectAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TcpClient> _reading = [];

    /// <param name="redirectUri">The registered redirect URI; null for a free port of 127.0.0.1.</param>
    /// <param name="state">The state of the sign-in.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the URI is not one of this computer, or its port is in use.</exception>
    public RedirectListener(Uri? redirectUri, string state)
    {
        _state = state;
        Uri given = redirectUri ?? new Uri("http://127.0.0.1/");
        if (!given.IsAbsoluteUri || given.Scheme != "http" || !given.IsLoopback
            || given.Query.Length > 0 || given.Fragment.Length > 0 || given.UserInfo.Length > 0)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The redirect URI is not a URL of this computer.",
                "Specify the redirect URI that is registered at the identity provider, such as http://localhost:8088/oidc/auth.");
        }

        _path = given.AbsolutePath;
        int port = given.IsDefaultPort ? 0 : given.Port;
        try
        {
            bool isName = given.HostNameType == UriHostNameType.Dns;
            port = Start(isName ? IPAddress.Loopback : IPAddress.Parse(given.DnsSafeHost), port);
            if (isName && Socket.OSSupportsIPv6)
            {
                StartIpv6(port);
            }
        }
        catch (SocketException e)
        {
            Dispose();
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"Cannot listen on port {port} of {given.Host} for the redirect of the browser: {e.SocketErrorCode}.",
                "Close the program that uses the port, for example another sign-in. Alternatively, specify another redirect URI with "
                    + "-RedirectUri, or -UseDeviceCode.",
                e);
        }

        // As it is registered: identity providers compare the text, and Uri adds a slash to a URL without a path.
        string complete = new UriBuilder(given) { Port = port }.Uri.AbsoluteUri;
        RedirectUri = given.AbsolutePath == "/" && !given.OriginalString.EndsWith("/", StringComparison.Ordinal)
            ? complete.TrimEnd('/')
            : complete;
    }

    /// <summary>Gets the redirect URI with its port.</summary>
    public string RedirectUri { get; }

    /// <summary>Waits for the redirect, which the caller answers and disposes.</summary>
    public Task<RedirectAnswer> WaitAsync(CancellationToken cancellation) => _answer.Task.WaitAsync(cancellation);

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Stop());
        _end.Cancel();
        if (!_answer.TrySetCanceled() && _answer.Task.Status == TaskStatus.RanToCompletion)
        {
            _answer.Task.Result.Dispose();
        }
    }

    // Browsers try this address of localhost first, so that no other program may have its port.
    private void StartIpv6(int port)
    {
        try
        {
            Start(IPAddress.IPv6Loopback, port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // No network interface has IPv6. The browser then uses 127.0.0.1.
        }
    }

    /// <summary>Listens on an address, and returns the port.</summary>
    private int Start(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        if (Path.DirectorySeparatorChar == '\\')
        {
            // Otherwise, another user's program could listen on the same port. Other systems never share one.
            listener.ExclusiveAddressUse = true;
        }

        listener.Start();
        _listeners.Add(listener);
        _ = AcceptAsync(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException
                || (e is SocketException && _end.IsCancellationRequested))
            {
                return;
            }
            catch (SocketException)
            {
                // The client closed its connection before it was accepted.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            string? target = await ReadTargetAsync(client).ConfigureAwait(false);
            var answer = new RedirectAnswer(client, ReadQuery(target));
            (string Status, string Title, string Text) page =
                target is null ? ("405 Method Not Allowed", "Not supported", "This page only receives a sign-in.")
                : target.Split('?')[0] != _path ? ("404 Not Found", "Not found", "This page does not exist.")
                : answer["state"] != _state
                    ? ("400 Bad Request", "Not signed in", "This page does not belong to the current sign-in. Start the sign-in again.")
                : !_answer.TrySetResult(answer) ? ("400 Bad Request", "Opened twice", "The first page and PowerShell show the result.")
                : default;
            if (page == default)
            {
                // WaitAsync returns the redirect, for the caller to answer.
                return;
            }

            await answer.ReplyAsync(page.Status, page.Title, page.Text).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException
            or OperationCanceledException)
        {
            // The client closed the connection, or sent nothing in time.
        }

        client.Dispose();
    }

    /// <summary>Returns the target of a GET request, or null for anything else. Closes the oldest of too many connections.</summary>
    private async Task<string?> ReadTargetAsync(TcpClient client)
    {
        lock (_reading)
        {
            _reading.Add(client);
            if (_reading.Count > MaxReading)
            {
                _reading[0].Dispose();
                _reading.RemoveAt(0);
            }
        }

        try
        {
            return await ReadHeadAsync(client).ConfigureAwait(false);
        }
        finally
        {
            lock (_reading)
            {
                _reading.Remove(client);
            }
        }
    }

    private async Task<string?> ReadHeadAsync(TcpClient client)
    {
        // Closing the connection is the only way to end a read on .NET Framework.
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using CancellationTokenRegistration stop = timer.Token.Register(client.Dispose);
        timer.CancelAfter(ReadTime);
        NetworkStream stream = client.GetStream();
        var buffer = new byte[MaxHead];
        string head = string.Empty;
        for (int length = 0; length < MaxHead && head.IndexOf("\r\n\r\n", StringComparison.Ordinal) < 0;)
        {
            int read = await stream.ReadAsync(buffer, length, MaxHead - length, timer.Token).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException();
            }

            length += read;
            head = Encoding.ASCII.GetString(buffer, 0, length);
        }

        string[] line = head.Substring(0, Math.Max(0, head.IndexOf("\r\n", StringComparison.Ordinal))).Split(' ');
        return line.Length == 3 && line[0] == "GET" && line[2].StartsWith("HTTP/1.", StringComparison.Ordinal) ? line[1] : null;
    }

    /// <summary>Returns the fields of the query; none if one of them is repeated.</summary>
    private static Dictionary<string, string> ReadQuery(string? target)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string query = target is not null && target.IndexOf('?') is var start and >= 0 ? target.Substring(start + 1) : string.Empty;
        foreach (string[] field in query.Split('&').Select(field => field.Replace('+', ' ').Split(['='], 2)))
        {
            string name = Uri.UnescapeDataString(field[0]);
            if (fields.ContainsKey(name))
            {
                return [];
            }

            fields[name] = field.Length == 2 ? Uri.UnescapeDataString(field[1]) : string.Empty;
        }

        return fields;
    }
}

/// <summary>The redirect of the browser, which waits for a page.</summary>
internal sealed class RedirectAnswer(TcpClient client, Dictionary<string, string> fields) : IDisposable
{
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(2);

    /// <summary>Gets a field of the query, or null.</summary>
    public string? this[string name] => fields.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>Shows a page in the browser. Does nothing if the browser has closed the connection.</summary>
    public async Task ReplyAsync(string status, string title, string text)
    {
        string page = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>OtcPassword</title></head>"
            + $"<body><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(text)}</p></body></html>\n";
        byte[] body = Encoding.UTF8.GetBytes(page);
        byte[] head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
                + "Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\n\r\n");
        try
        {
            using var timer = new CancellationTokenSource(WriteTime);
            using CancellationTokenRegistration stop = timer.Token.Register(client.Dispose);
            byte[] all = [.. head, .. body];
            await client.GetStream().WriteAsync(all, 0, all.Length, timer.Token).ConfigureAwait(false);
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException
            or OperationCanceledException)
        {
            // The page is only a message.
        }
    }

    public void Dispose() => client.Dispose();
}
