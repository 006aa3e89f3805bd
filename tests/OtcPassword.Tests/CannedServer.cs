using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace OtcPassword.Tests;

/// <summary>
/// A server that answers every request with the same bytes, for answers that no emulator gives. Signs everybody in: a
/// POST gets a token whose catalog leads back here.
/// </summary>
internal sealed class CannedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]> _answer;

    /// <param name="answer">Gets the head of a request and gives the whole answer, from the status line on.</param>
    public CannedServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <param name="status">The status code.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">More header lines, each with a line end.</param>
    public CannedServer(int status, string body, string headers = "")
        : this(_ => Answer(status, body, headers))
    {
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The heads of the requests that came, without the sign-ins.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static byte[] Answer(int status, string body, string headers = "") => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}");

    public void Dispose() => _listener.Stop();

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
                NetworkStream stream = client.GetStream();
                string head = await ReadHeadAsync(stream);
                byte[] answer;
                if (head.StartsWith("POST ", StringComparison.Ordinal))
                {
                    answer = SignIn();
                }
                else
                {
                    Requests.Enqueue(head);
                    answer = _answer(head);
                }

                await stream.WriteAsync(answer, 0, answer.Length);
                client.Client.Shutdown(SocketShutdown.Send);
                var rest = new byte[256];
                while (await stream.ReadAsync(rest, 0, rest.Length) > 0)
                {
                    // Until the client has closed its side: an answer it still reads would be cut off else.
                }
            }
            catch (Exception e) when (e is System.IO.IOException or SocketException or ObjectDisposedException)
            {
                // The client has seen enough.
            }
        }
    }

    // Reads the body too: closing with unread bytes would reset the connection.
    private static async Task<string> ReadHeadAsync(NetworkStream stream)
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
                return end < 0 ? all : all.Substring(0, end);
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

    private byte[] SignIn()
    {
        string endpoints = $$"""[{ "interface": "public", "region": "eu-de", "url": "{{Url}}v2.1/p" }]""";
        return Answer(
            201,
            $$"""
            {
              "token": {
                "expires_at": "{{Time(DateTime.UtcNow.AddHours(1))}}",
                "issued_at": "{{Time(DateTime.UtcNow)}}",
                "user": { "name": "u", "domain": { "name": "d" } },
                "project": { "id": "p", "name": "n" },
                "catalog": [
                  { "type": "compute", "endpoints": {{endpoints}} },
                  { "type": "bms", "endpoints": {{endpoints}} }
                ]
              }
            }
            """,
            "X-Subject-Token: canned\r\n");
    }

    private static string Time(DateTime time) => time.ToString("s", System.Globalization.CultureInfo.InvariantCulture) + "Z";
}
