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
/// One request to the cloud and its response. A response is written in full to a buffer before its first byte is sent, so
/// that a fault can truncate it or slow it down.
/// </summary>
internal sealed class CloudCall
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Nova does not escape the + and / of base64.
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

    /// <summary>The start of all URLs in links and in the catalog.</summary>
    public string BaseUrl { get; }

    public string Method => Context.Request.Method;

    /// <summary>The path and query as the client sent them.</summary>
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

    /// <summary>Returns the decoded query parameters in their order.</summary>
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

    /// <summary>Returns the last value of a query parameter, or null.</summary>
    public string? Query(string name) =>
        RawQuery.Length == 0 ? null : Query().FindLast(p => p.Key == name) is { Key: not null } pair ? pair.Value : null;

    /// <summary>Starts a JSON response. Flush the writer at the end: the next call on this thread reuses it.</summary>
    public Utf8JsonWriter Json(int status)
    {
        Start(status, "application/json");
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(ResponseBody, WriterOptions);
        writer.Reset(ResponseBody);
        return writer;
    }

    /// <summary>Writes a small JSON response. For a large one, use the writer, which holds no tree in memory.</summary>
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

    /// <summary>Sets a response without a body.</summary>
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
