using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OtcPassword.Emulator.Http;

/// <summary>
/// One request to the cloud and the answer to it. Answers are made in full before a byte goes out, so that faults can
/// cut them or slow them down.
/// </summary>
internal sealed class CloudCall
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Base64 is full of + and /, which need no escape in JSON and get none from Nova.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public CloudCall(HttpContext context, string baseUrl)
    {
        Context = context;
        BaseUrl = baseUrl;
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int mark = Target.IndexOf('?', StringComparison.Ordinal);
        RawPath = mark < 0 ? Target : Target[..mark];
        RawQuery = mark < 0 ? "" : Target[(mark + 1)..];
        Route = Router.Match(RawPath);
    }

    public HttpContext Context { get; }

    /// <summary>What links and the catalog start with.</summary>
    public string BaseUrl { get; }

    public string Method => Context.Request.Method;

    /// <summary>Path and query as they came.</summary>
    public string Target { get; }

    public string RawPath { get; }

    public string RawQuery { get; }

    public Route Route { get; }

    public byte[] RequestBody { get; set; } = [];

    public string RequestId { get; } = $"req-{Guid.NewGuid():D}";

    public int Status { get; private set; } = 200;

    public ArrayBufferWriter<byte> ResponseBody { get; } = BufferPool.Rent();

    public string? Header(string name) => Context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public void SetHeader(string name, string value) => Context.Response.Headers[name] = value;

    /// <summary>The query's parameters, decoded, in their order.</summary>
    public List<KeyValuePair<string, string>> Query()
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (string part in RawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            found.Add(equals < 0
                ? new(Decode(part), "")
                : new(Decode(part[..equals]), Decode(part[(equals + 1)..])));
        }

        return found;
    }

    /// <summary>The last value of a parameter, or null.</summary>
    public string? Query(string name) =>
        RawQuery.Length == 0 ? null : Query().FindLast(p => p.Key == name) is { Key: not null } pair ? pair.Value : null;

    /// <summary>Starts a JSON answer. Flush the writer when done; it is used again by the next call on this thread.</summary>
    public Utf8JsonWriter Json(int status)
    {
        Start(status, "application/json");
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(ResponseBody, WriterOptions);
        writer.Reset(ResponseBody);
        return writer;
    }

    /// <summary>Writes a small JSON response; large ones use a writer, which needs no tree in memory.</summary>
    public void Json(int status, JsonObject body, string? contentType = null)
    {
        Utf8JsonWriter writer = Json(status);
        Context.Response.ContentType = contentType ?? Context.Response.ContentType;
        body.WriteTo(writer);
        writer.Flush();
    }

    public void Raw(int status, string contentType, ReadOnlySpan<byte> body)
    {
        Start(status, contentType);
        ResponseBody.Write(body);
    }

    public void Text(int status, string contentType, string body) => Raw(status, contentType, Encoding.UTF8.GetBytes(body));

    /// <summary>An answer without a body.</summary>
    public void Empty(int status, string? contentType = null) => Start(status, contentType);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private void Start(int status, string? contentType)
    {
        Status = status;
        ResponseBody.ResetWrittenCount();
        Context.Response.StatusCode = status;
        if (contentType is not null)
        {
            Context.Response.ContentType = contentType;
        }
    }
}
