using System.Buffers;
using System.Collections.Concurrent;

namespace OtcPassword.Emulator.Http;

/// <summary>Answer buffers in use again: a page of 1,000 servers is two megabytes.</summary>
internal static class BufferPool
{
    private const int Keep = 64;
    private const int KeepBytes = 4 << 20;
    private static readonly ConcurrentQueue<ArrayBufferWriter<byte>> Free = new();

    public static ArrayBufferWriter<byte> Rent() => Free.TryDequeue(out ArrayBufferWriter<byte>? buffer) ? buffer : new(512);

    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (Free.Count < Keep && buffer.Capacity <= KeepBytes)
        {
            buffer.ResetWrittenCount();
            Free.Enqueue(buffer);
        }
    }
}
