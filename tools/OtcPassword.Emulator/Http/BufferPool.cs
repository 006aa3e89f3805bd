using System.Buffers;
using System.Collections.Concurrent;

namespace OtcPassword.Emulator.Http;

/// <summary>Buffers of responses, reused because a page of 1,000 servers has two megabytes.</summary>
internal static class BufferPool
{
    private const int MaxCount = 64;
    private const int MaxBytes = 4 << 20;
    private static readonly ConcurrentQueue<ArrayBufferWriter<byte>> Free = new();

    public static ArrayBufferWriter<byte> Rent() => Free.TryDequeue(out ArrayBufferWriter<byte>? buffer) ? buffer : new(512);

    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (Free.Count < MaxCount && buffer.Capacity <= MaxBytes)
        {
            buffer.ResetWrittenCount();
            Free.Enqueue(buffer);
        }
    }
}
