using System;
using System.Net.Http;
using OtcPassword.Client.Transport.Json;

namespace OtcPassword.Client.Transport;

/// <summary>One call to the cloud, with what is needed to explain its failure.</summary>
internal sealed class ApiRequest(HttpMethod method, Uri uri, string subject)
{
    /// <summary>The largest answer that is read, in bytes, where a call does not say otherwise.</summary>
    public const int DefaultMaxResponseBytes = 4 * 1024 * 1024;

    /// <summary>The largest page of a list that is read, in bytes.</summary>
    public const int MaxListResponseBytes = 64 * 1024 * 1024;

    public HttpMethod Method { get; } = method;

    public Uri Uri { get; } = uri;

    /// <summary>What the call is about, as it stands in messages: "server 4711", "the server list".</summary>
    public string Subject { get; } = subject;

    /// <summary>What a 404 of the service means.</summary>
    public OtcError NotFound { get; init; } = OtcError.UnexpectedResponse;

    /// <summary>The permission to name when the cloud says 403, or null if it is not known.</summary>
    public string? Permission { get; init; }

    /// <summary>What to do when the cloud does not accept who asks, where that is not to sign in again.</summary>
    public string? RefusedAdvice { get; init; }

    /// <summary>The token a call to the identity service is about, or null.</summary>
    public string? SubjectToken { get; init; }

    /// <summary>The JSON to send, or null. Disposed by its creator.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>
    /// Gets whether a 504 is not retried, because the caller asks for less at a time instead: the gateway gives up on a
    /// service that takes too long for what it was asked.
    /// </summary>
    public bool IsGatewayTimeoutFinal { get; init; }

    public int MaxResponseBytes { get; init; } = DefaultMaxResponseBytes;

    /// <summary>A sign-in is repeated only when it never left this machine; everything else here is idempotent.</summary>
    public bool IsRepeatable => Method != HttpMethod.Post;
}
