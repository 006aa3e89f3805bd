using System.Text.Json;

namespace OtcPassword.Client.Transport;

/// <summary>
/// The body of an error response, in any of the forms that the services and the gateway of the cloud use:
/// <c>{"error": {"code", "message"}}</c> (IAM, BMS), <c>{"error_code", "error_msg"}</c> (IAM, gateway),
/// <c>{"itemNotFound": {"code", "message"}}</c> (Nova), <c>{"code", "message", "title"}</c> (routing),
/// <c>{"error", "error_description"}</c> (OpenID provider).
/// Other bodies, such as the HTML page of a proxy, have neither a code nor a message.
/// </summary>
/// <param name="Code">The error code, such as <c>BMS.0040</c>; null if it is missing or only repeats the HTTP status.</param>
/// <param name="Message">The message of the service, truncated, and without markup or control characters.</param>
/// <param name="RequestId">The request ID, or null.</param>
/// <param name="IsOverLimit">Whether this is Nova's <c>overLimit</c>, which is also sent with HTTP 413.</param>
internal sealed record ErrorBody(string? Code, string? Message, string? RequestId, bool IsOverLimit)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <param name="body">The body of the response.</param>
    /// <param name="secrets">The secrets to mask.</param>
    public static ErrorBody Parse(ArraySegment<byte> body, IReadOnlyCollection<string> secrets)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Parse(document.RootElement, secrets)
                : new ErrorBody(null, null, null, false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the text is not valid UTF-8.
            return new ErrorBody(null, null, null, false);
        }
    }

    private static ErrorBody Parse(JsonElement root, IReadOnlyCollection<string> secrets)
    {
        JsonProperty nested = root.EnumerateObject().FirstOrDefault(property => property.Value.ValueKind == JsonValueKind.Object);
        bool isNested = nested.Value.ValueKind == JsonValueKind.Object;
        JsonElement error = isNested ? nested.Value : root;
        string? code = Text(error, "error_code") ?? Text(error, "code") ?? Text(root, "error");
        return new ErrorBody(
            code is null || IsStatus(code) ? null : ForeignText.Show(code, secrets),
            ForeignText.Show(Text(error, "error_msg") ?? Text(error, "message") ?? Text(root, "error_description"), secrets),
            ForeignText.Show(Text(root, "request_id"), secrets),
            isNested && nested.NameEquals("overLimit"));
    }

    // "404" and "404 Not Found" repeat the HTTP status. IAM has codes of four digits, such as "1101".
    private static bool IsStatus(string code) =>
        code.Length >= 3 && code.Take(3).All(char.IsDigit) && (code.Length == 3 || !char.IsDigit(code[3]));

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
