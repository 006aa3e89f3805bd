using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OtcPassword.Tests;

/// <summary>
/// A server that sends the same bytes in response to every request, for responses that the emulator does not send. Every
/// sign-in succeeds: a POST gets a token whose service catalog points to this server.
/// </summary>
internal sealed class CannedServer : IDisposable
{
    /// <summary>The token of every sign-in.</summary>
    public const string Token = "canned-token";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, Stream, Task> _answer;

    /// <param name="answer">Writes the whole response to the request with these headers, from the status line on.</param>
    public CannedServer(Func<string, Stream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <param name="answer">Returns the whole response to the request with these headers, from the status line on.</param>
    public CannedServer(Func<string, byte[]> answer)
        : this((head, stream) => WriteAsync(stream, answer(head)))
    {
    }

    /// <param name="status">The status code.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">More header lines, each with a line ending.</param>
    public CannedServer(int status, string body, string headers = "")
        : this(_ => Answer(status, body, headers))
    {
    }

    /// <summary>Gets the function that writes the response to a sign-in with these headers, or null to return a token.</summary>
    public Func<string, Stream, Task>? SignIn { get; init; }

    /// <summary>Gets the certificate of an HTTPS server, or null for an HTTP server.</summary>
    public X509Certificate2? Certificate { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"{(Certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    /// <summary>Gets the headers of the received requests, without the sign-ins.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Gets the received sign-ins, with their bodies.</summary>
    public ConcurrentQueue<string> SignIns { get; } = new();

    public static byte[] Answer(int status, string body, string headers = "") =>
        Answer(status, Encoding.UTF8.GetBytes(body), headers);

    public static byte[] Answer(int status, byte[] body, string headers = "") =>
    [
        .. Encoding.GetEncoding("iso-8859-1").GetBytes(
            $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"),
        .. body,
    ];

    /// <summary>Returns the response to a sign-in.</summary>
    /// <param name="catalog">The JSON of the catalog entries, or null for a catalog that points to this server.</param>
    /// <param name="token">The token, followed by more header lines if it contains line endings.</param>
    /// <param name="project">The JSON of the project.</param>
    /// <param name="expires">The time when the token expires, or null for one hour from now.</param>
    /// <param name="issued">The time when the token was issued, or null for now.</param>
    public byte[] TokenResponse(
        string? catalog = null, string token = Token, string project = """{ "id": "p", "name": "n" }""",
        string? expires = null, string? issued = null)
    {
        string endpoints = $$"""[{ "interface": "public", "region": "eu-de", "url": "{{Url}}v2.1/p" }]""";
        catalog ??= $$"""{ "type": "compute", "endpoints": {{endpoints}} }, { "type": "bms", "endpoints": {{endpoints}} }""";
        return Answer(
            201,
            $$"""
            {
              "token": {
                "expires_at": "{{expires ?? Time(DateTime.UtcNow.AddHours(1))}}",
                "issued_at": "{{issued ?? Time(DateTime.UtcNow)}}",
                "user": { "name": "u", "domain": { "name": "d" } },
                "project": {{project}},
                "catalog": [{{catalog}}]
              }
            }
            """,
            $"X-Subject-Token: {token}\r\n");
    }

    public void Dispose() => _listener.Stop();

    public static Task WriteAsync(Stream stream, byte[] answer) => stream.WriteAsync(answer, 0, answer.Length);

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using Stream stream = await OpenAsync(client);
                await ServeAsync(stream);
                client.Client.Shutdown(SocketShutdown.Send);
                var rest = new byte[256];
                while (await stream.ReadAsync(rest, 0, rest.Length) > 0)
                {
                    // Wait until the client closes its side; otherwise, a response that it still reads would be truncated.
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
            {
                // The client closed the connection.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (Certificate is null)
        {
            return client.GetStream();
        }

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(Certificate);
        return stream;
    }

    private async Task ServeAsync(Stream stream)
    {
        (string head, string body) = await ReadRequestAsync(stream);
        if (head.Length == 0)
        {
            return; // A connection without a request.
        }

        if (!head.StartsWith("POST ", StringComparison.Ordinal))
        {
            Requests.Enqueue(head);
            await _answer(head, stream);
            return;
        }

        SignIns.Enqueue($"{head}\r\n\r\n{body}");
        await (SignIn is null ? WriteAsync(stream, TokenResponse()) : SignIn(head, stream));
    }

    // Reads the body too: closing with unread bytes would reset the connection.
    private static async Task<(string Head, string Body)> ReadRequestAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, 0, buffer.Length);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            string all = text.ToString();
            int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && all.Length - end - 4 >= ContentLength(all)))
            {
                return end < 0 ? (all, string.Empty) : (all.Substring(0, end), all.Substring(end + 4));
            }
        }
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length: ";
        int start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(
            head.Substring(start + Name.Length).Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Time(DateTime time) => time.ToString("s", System.Globalization.CultureInfo.InvariantCulture) + "Z";
}
