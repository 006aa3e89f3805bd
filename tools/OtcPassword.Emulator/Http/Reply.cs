using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace OtcPassword.Emulator.Http;

/// <summary>
/// A complete response. A handler only returns it; the pipeline sends it, because it counts each response before its last
/// byte is sent, and a fault can truncate it or slow it down.
/// </summary>
internal sealed record Reply(int Status, string? ContentType, ReadOnlyMemory<byte> Body) : IResult, IDisposable
{
    public const string JsonType = "application/json";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Nova does not escape the + and / of base64.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // A page of 1,000 servers has two megabytes, which are not allocated for each page.
    private static readonly ConcurrentBag<ArrayBufferWriter<byte>> Buffers = [];

    private ArrayBufferWriter<byte>? _buffer;

    public static Reply Json<T>(int status, T body, JsonTypeInfo<T> type) => Write(status, JsonType, json => JsonSerializer.Serialize(json, body, type));

    public static Reply Json(int status, JsonObject body, string contentType = JsonType) =>
        Write(status, contentType, json => body.WriteTo(json));

    public static Reply Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));

    /// <summary>Returns a response without a body.</summary>
    public static Reply Empty(int status, string? contentType = null) => new(status, contentType, default);

    /// <summary>Keeps this response for the pipeline.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        return Task.CompletedTask;
    }

    private static Reply Write(int status, string contentType, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = Buffers.TryTake(out ArrayBufferWriter<byte>? unused) ? unused : new();
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        write(json);
        json.Flush();
        return new Reply(status, contentType, buffer.WrittenMemory) { _buffer = buffer };
    }

    /// <summary>Lets another response use the memory of this one, after it was sent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            buffer.ResetWrittenCount();
            Buffers.Add(buffer);
        }
    }
}

/// <summary>Formats UTC times as the OpenStack APIs do.</summary>
internal static class Timestamp
{
    /// <summary>Returns 2026-01-15T08:30:00Z.</summary>
    public static string Seconds(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns 2026-01-15T08:30:00.000000, the form of Nova's extended attributes.</summary>
    public static string Microseconds(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
