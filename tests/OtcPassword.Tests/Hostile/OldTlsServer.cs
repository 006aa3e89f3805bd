using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OtcPassword.Tests.Hostile;

/// <summary>
/// Starts a TLS handshake like a server that supports only an old version (RFC 2246 and 4346, section 7.4.1.3). Written by
/// hand because current libraries no longer support these versions.
/// </summary>
internal sealed class OldTlsServer : IDisposable
{
    private const int HeaderLength = 5;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte _minorVersion;
    private readonly TaskCompletionSource<byte[]> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="minorVersion">0 for SSL 3.0, 1 for TLS 1.0, 2 for TLS 1.1.</param>
    public OldTlsServer(byte minorVersion)
    {
        _minorVersion = minorVersion;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gets the first record that was received.</summary>
    public Task<byte[]> Received => _received.Task;

    /// <summary>Gets the types of the records after the first: 0x15 is an alert, 0x17 would be data.</summary>
    public ConcurrentQueue<byte> RecordTypesAfterHello { get; } = new();

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            _received.TrySetResult(await ReadRecordAsync(stream));
            byte[] hello = ServerHello();
            await stream.WriteAsync(hello, 0, hello.Length);
            while (true)
            {
                RecordTypesAfterHello.Enqueue((await ReadRecordAsync(stream))[0]);
            }
        }
        catch (IOException)
        {
            // The client closed the connection.
        }
    }

    private byte[] ServerHello()
    {
        byte[] hello =
        [
            3, _minorVersion,
            .. Enumerable.Range(1, 32).Select(i => (byte)i), // Random.
            0, // No session ID.
            0x00, 0x2F, // TLS_RSA_WITH_AES_128_CBC_SHA, which all versions have.
            0, // No compression.
        ];
        byte[] handshake = [2, 0, 0, (byte)hello.Length, .. hello];
        return [0x16, 3, _minorVersion, 0, (byte)handshake.Length, .. handshake];
    }

    private static async Task<byte[]> ReadRecordAsync(NetworkStream stream)
    {
        byte[] header = await ReadAsync(stream, HeaderLength);
        return [.. header, .. await ReadAsync(stream, (header[3] << 8) + header[4])];
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        for (int done = 0; done < length;)
        {
            int read = await stream.ReadAsync(bytes, done, length - done);
            done += read > 0 ? read : throw new EndOfStreamException();
        }

        return bytes;
    }
}
