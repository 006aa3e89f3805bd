using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace OtcPassword.Tests.Hostile;

/// <summary>Writes a head once and then the same piece over and over, until the client hangs up.</summary>
internal sealed class EndlessResponse(string head, string piece)
{
    // Stops in the end, lest a failing test fill up the machine.
    private const long End = 256L << 20;

    private readonly TaskCompletionSource<long> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The bytes that the client, and the buffers on the way to it, took in all.</summary>
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
            // Hung up.
        }

        _sent.TrySetResult(sent);
    }
}
