using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtcPassword.Client.Transport;

/// <summary>
/// The body of an error response, in any of the forms that the services and the gateway of the cloud use:
/// <c>{"error": {"code", "message"}}</c> (IAM, BMS), <c>{"error_code", "error_msg"}</c> (IAM, gateway),
/// <c>{"itemNotFound": {"code", "message"}}</c> (Nova), <c>{"code", "message", "title"}</c> (routing).
/// Other bodies, such as the HTML page of a proxy, have neither a code nor a message.
/// </summary>
internal sealed partial class ErrorBody
{
    private const int MaxMessage = 400;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    private ErrorBody(string? code, string? message, string? requestId, bool isOverLimit = false)
    {
        IsOverLimit = isOverLimit;
        Code = code;
        Message = message;
        RequestId = requestId;
    }

    /// <summary>Gets the error code of the service, such as <c>BMS.0040</c>; null if it is missing or only repeats the HTTP status.</summary>
    public string? Code { get; }

    /// <summary>Gets the message of the service, truncated, and without markup or control characters.</summary>
    public string? Message { get; }

    public string? RequestId { get; }

    /// <summary>Gets whether this is Nova's <c>overLimit</c>, which is also sent with HTTP 413.</summary>
    public bool IsOverLimit { get; }

    /// <param name="body">The body of the response.</param>
    /// <param name="secrets">The secrets to mask.</param>
    public static ErrorBody Parse(ArraySegment<byte> body, SentSecrets secrets)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Options);
            return Parse(document.RootElement, secrets);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the text is not valid UTF-8.
            return new ErrorBody(null, null, null);
        }
    }

    private static ErrorBody Parse(JsonElement root, SentSecrets secrets)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ErrorBody(null, null, null);
        }

        string? requestId = Text(root, "request_id");
        JsonElement error = root;
        bool isOverLimit = false;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                error = property.Value;
                isOverLimit = property.NameEquals("overLimit");
                break;
            }
        }

        string? code = Text(error, "error_code") ?? Text(error, "code");
        string? message = Text(error, "error_msg") ?? Text(error, "message");
        // Masked first, because a secret that is truncated at the limit would not be found.
        return new ErrorBody(
            code is null || IsStatus(code) ? null : Clean(code, secrets), Clean(message, secrets), Clean(requestId, secrets), isOverLimit);
    }

    // "404" and "404 Not Found" repeat the HTTP status. IAM has codes of four digits, such as "1101".
    private static bool IsStatus(string code) =>
        code.Length >= 3 && code.Take(3).All(char.IsDigit) && (code.Length == 3 || !char.IsDigit(code[3]));

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Returns text of a response in a form that can be shown: short, on one line, without markup, and with secrets masked.</summary>
    public static string? Clean(string? text, SentSecrets secrets)
    {
        if (text is null)
        {
            return null;
        }

        text = secrets.Hide(text);
        var clean = new StringBuilder(Math.Min(text.Length, MaxMessage));
        text = text.Length > 10 * MaxMessage ? text.Substring(0, 10 * MaxMessage) : text;
        foreach (char c in ReadableText.Clean(Tags().Replace(text, " ")))
        {
            if (!char.IsWhiteSpace(c))
            {
                clean.Append(c);
            }
            else if (clean.Length > 0 && clean[clean.Length - 1] != ' ')
            {
                clean.Append(' ');
            }

            if (clean.Length == MaxMessage)
            {
                clean.Append('…');
                break;
            }
        }

        return clean.ToString().Trim() is { Length: > 0 } result ? result : null;
    }

#if NETFRAMEWORK
    private static readonly Regex TagsPattern = new("<[^<>]{0,200}>", RegexOptions.CultureInvariant);

    private static Regex Tags() => TagsPattern;
#else
    [GeneratedRegex("<[^<>]{0,200}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();
#endif
}
