namespace OtcPassword.Client.Transport;

/// <summary>A request to the cloud, with the information to explain its failure.</summary>
internal sealed class ApiRequest(HttpMethod method, Uri uri, string subject)
{
    /// <summary>The default maximum size of a response in bytes.</summary>
    public const int DefaultMaxResponseBytes = 4 * 1024 * 1024;

    /// <summary>The maximum size of a page of a list in bytes.</summary>
    public const int MaxListResponseBytes = 64 * 1024 * 1024;

    /// <summary>Returns true if a URL is safe to send secrets to: HTTPS, or a service on this computer.</summary>
    public static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));

    public HttpMethod Method { get; } = method;

    public Uri Uri { get; } = uri;

    /// <summary>Gets the subject of the request for messages: "ECS server 4711", "the list of ECS servers".</summary>
    public string Subject { get; } = subject;

    /// <summary>Gets the error ID for HTTP 404.</summary>
    public OtcError NotFound { get; init; } = OtcError.UnexpectedResponse;

    /// <summary>Gets the permission for the message about HTTP 403, or null if it is unknown.</summary>
    public string? Permission { get; init; }

    /// <summary>Gets the recommended action if the cloud rejects the credentials; null to sign in again.</summary>
    public string? RefusedAdvice { get; init; }

    /// <summary>
    /// Gets the function that explains a status and body of a response more specifically than the status and the error codes of the
    /// cloud, or null.
    /// </summary>
    public Func<int, ErrorBody, ServiceErrorCode?>? Explain { get; init; }

    /// <summary>Gets the token that a request to the identity service refers to, or null.</summary>
    public string? SubjectToken { get; init; }

    /// <summary>Gets the body, or null. Its creator disposes it.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>
    /// Gets whether HTTP 504 is not retried, because the caller sends a smaller request instead: the gateway times out if the
    /// service takes too long.
    /// </summary>
    public bool IsGatewayTimeoutFinal { get; init; }

    public int MaxResponseBytes { get; init; } = DefaultMaxResponseBytes;

    /// <summary>Gets what determines, together with the failure, whether the request is retried.</summary>
    public RequestKind Kind { get; init; } = method == HttpMethod.Post ? RequestKind.SignIn : RequestKind.Idempotent;
}
