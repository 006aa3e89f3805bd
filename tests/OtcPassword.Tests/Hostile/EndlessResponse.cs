using System.Net.Sockets;
using System.Text;

namespace OtcPassword.Tests.Hostile;

/// <summary>Writes headers once, and then the same data until the client closes the connection.</summary>
internal sealed class EndlessResponse(string head, string piece)
{
    // Stops here, so that a failing test does not use up the memory of the computer.
    private const long End = 256L << 20;

    private readonly TaskCompletionSource<long> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the total number of bytes that the client and the buffers before it accepted.</summary>
    public Task<long> Sent => _sent.Task;

    public static string Chunk(string text) => $"{text.Length:x}\r\n{text}\r\n";

    public async Task WriteAsync(string request, Stream stream)
    {
        long sent = 0;
        try
        {
            byte[] first = Encoding.ASCII.GetBytes(head);
            await stream.WriteAsync(first, 0, first.Length);
            byte[] again = Encoding.ASCII.GetBytes(piece);
            while (sent < End)
            {
                await stream.WriteAsync(again, 0, again.Length);
                sent += again.Length;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client closed the connection.
        }

        _sent.TrySetResult(sent);
    }
}
