using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtcPassword.Client.Transport;

/// <summary>A complete response of the cloud.</summary>
internal sealed class ApiResponse(HttpResponseMessage message, ArraySegment<byte> body, ApiRequest request, SessionProxy? proxy)
{
    private static readonly string[] RequestIdHeaders =
        ["X-Openstack-Request-Id", "X-Compute-Request-Id", "X-Request-Id"];

    private IReadOnlyCollection<string>? _secrets;

    public HttpStatusCode Status { get; } = message.StatusCode;

    /// <summary>
    /// Gets whether the request succeeded. HTTP 202 with an error code is a failure: the flow control of the cloud returns
    /// <c>202 Common.0024</c>.
    /// </summary>
    public bool IsSuccess => message.IsSuccessStatusCode
        && !(Status == HttpStatusCode.Accepted && Body.Count > 0 && ErrorBody.Parse(Body, Secrets).Code is not null);

    public ArraySegment<byte> Body { get; } = body;

    /// <summary>Gets the secrets that the response can quote, and that must be masked.</summary>
    /// <remarks>Lazy, because masking converts the secrets to strings, which cannot be cleared. Only failures require it.</remarks>
    public IReadOnlyCollection<string> Secrets => _secrets ??= SentSecrets.Of(message.RequestMessage!, request.Body, proxy);

    /// <summary>Gets the time to wait that the cloud requests, from now; null if it does not.</summary>
    public TimeSpan? RetryAfter
    {
        get
        {
            RetryConditionHeaderValue? header = message.Headers.RetryAfter;
            TimeSpan? wait = header?.Delta ?? (header?.Date - DateTimeOffset.UtcNow);
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }
    }

    /// <summary>Gets the time of the server when it responded, or null if the header is missing.</summary>
    public DateTimeOffset? ServerTime => message.Headers.Date;

    public string? RequestId => ForeignText.Show(RequestIdHeaders.Select(Header).FirstOrDefault(id => id is not null), Secrets);

    /// <summary>
    /// Gets the reason why a bearer token was rejected, or null. A web server in front of the identity service gives it only in
    /// WWW-Authenticate (RFC 6750).
    /// </summary>
    public string? BearerProblem => ForeignText.Show(
        message.Headers.WwwAuthenticate.Where(challenge => challenge.Scheme == "Bearer")
            .Select(challenge => Regex.Match(
                challenge.Parameter ?? string.Empty, "error_description=\"([^\"]*)\"", RegexOptions.CultureInvariant))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value,
        Secrets);

    /// <summary>Gets the token of a sign-in, which Keystone sends in a header.</summary>
    public string? SubjectToken => Header("X-Subject-Token");

    /// <summary>Decodes the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The object to read the properties of.</param>
    /// <exception cref="OtcException">UnexpectedResponse: the body is not JSON of the documented form.</exception>
    public T Read<T>(ApiRequest request, T target)
        where T : ResponseObject
    {
        try
        {
            return ResponseObject.Parse(Body.AsSpan(), target) ?? throw Unexpected(request, "The body is the JSON value null.");
        }
        catch (JsonException)
        {
            // Not the message of the exception: it quotes the response, which can contain an encrypted password or a token.
            throw Unexpected(request, "The body is not JSON of the documented form.");
        }
    }

    public OtcException Unexpected(ApiRequest request, string what) => new(
        OtcError.UnexpectedResponse,
        $"{request.Uri.Authority} returned an invalid response to the request for {request.Subject}. {what}",
        "Verify that the endpoint URL is correct and that the response does not come from a proxy.")
    {
        StatusCode = (int)Status,
        RequestId = RequestId,
    };

    private string? Header(string name) => message.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
