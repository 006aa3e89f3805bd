using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OtcPassword.Client.Transport;

/// <summary>An answer of the cloud, read to its end.</summary>
internal sealed class ApiResponse(HttpResponseMessage message, ArraySegment<byte> body, Lazy<SentSecrets> secrets)
{
    private static readonly string[] RequestIdHeaders =
        ["X-Openstack-Request-Id", "X-Compute-Request-Id", "X-Request-Id"];

    private readonly string? _requestId =
        RequestIdHeaders.Select(name => Header(message, name)).FirstOrDefault(id => id is not null);

    public HttpStatusCode Status { get; } = message.StatusCode;

    /// <summary>
    /// Gets whether the request was carried out. A 202 with an error code is a refusal: the cloud's flow control answers
    /// so (<c>202 Common.0024</c>).
    /// </summary>
    public bool IsSuccess { get; } = message.IsSuccessStatusCode
        && !(message.StatusCode == HttpStatusCode.Accepted && body.Count > 0 && ErrorBody.Parse(body, secrets.Value).Code is not null);

    public ArraySegment<byte> Body { get; } = body;

    /// <summary>What the answer may quote, but nobody shall read.</summary>
    public SentSecrets Secrets => secrets.Value;

    /// <summary>How long the cloud asks to wait, from now on; null if it does not ask.</summary>
    public TimeSpan? RetryAfter { get; } = ReadRetryAfter(message);

    /// <summary>The server's clock when it answered, or null if it does not say.</summary>
    public DateTimeOffset? ServerTime { get; } = message.Headers.Date;

    public string? RequestId => ErrorBody.Clean(_requestId, Secrets);

    /// <summary>The token of a sign-in, which Keystone sends as a header.</summary>
    public string? SubjectToken { get; } = Header(message, "X-Subject-Token");

    /// <summary>Decodes the body.</summary>
    /// <exception cref="OtcException">UnexpectedResponse: it is not the JSON that was expected.</exception>
    public T Read<T>(ApiRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body.AsSpan(), type)
                ?? throw Unexpected(request, "The answer is the JSON value null.");
        }
        catch (JsonException)
        {
            // The exception's text quotes the answer, which may hold a ciphertext or a token: it stays here.
            throw Unexpected(request, "The answer is not the JSON that the service's documentation describes.");
        }
    }

    public OtcException Unexpected(ApiRequest request, string what) => new(
        OtcError.UnexpectedResponse,
        $"{request.Uri.Authority} answered the request for {request.Subject} in an unknown way. {what}",
        "Check that the endpoint is the service's own and that no proxy answers in its place.")
    {
        StatusCode = (int)Status,
        RequestId = RequestId,
    };

    private static string? Header(HttpResponseMessage message, string name) =>
        message.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage message)
    {
        if (message.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        TimeSpan? wait = header.Delta ?? (header.Date - DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
