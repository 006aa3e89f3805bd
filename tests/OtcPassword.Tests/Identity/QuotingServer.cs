using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OtcPassword.Tests.Identity;

/// <summary>Responds to every request, including a sign-in, with the same error.</summary>
internal sealed class QuotingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;

    public QuotingServer(string body)
    {
        _answer = Encoding.UTF8.GetBytes(
            $"HTTP/1.1 400 Bad Request\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                var buffer = new byte[65536];
                // Headers and body can arrive separately. Both must be read, because closing with unread bytes resets the connection.
                int read = await stream.ReadAsync(buffer, 0, buffer.Length);
                await Task.Delay(100);
                while (read > 0 && stream.DataAvailable)
                {
                    read = await stream.ReadAsync(buffer, 0, buffer.Length);
                }

                await stream.WriteAsync(_answer, 0, _answer.Length);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException or System.IO.IOException)
        {
            // Stopped.
        }
    }
}
