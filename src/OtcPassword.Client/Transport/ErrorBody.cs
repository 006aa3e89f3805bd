using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtcPassword.Client.Transport;

/// <summary>
/// What an error answer says, in any of the shapes the cloud's services and its gateway use:
/// <c>{"error": {"code", "message"}}</c> (IAM, BMS), <c>{"error_code", "error_msg"}</c> (IAM, gateway),
/// <c>{"itemNotFound": {"code", "message"}}</c> (Nova), <c>{"code", "message", "title"}</c> (routing).
/// Anything else, such as a proxy's HTML page, has neither code nor message.
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

    /// <summary>The service's code, such as <c>BMS.0040</c>; null if there is none or it only repeats the status.</summary>
    public string? Code { get; }

    /// <summary>The service's message, cut to a readable length and without markup or control characters.</summary>
    public string? Message { get; }

    public string? RequestId { get; }

    /// <summary>Gets whether this is Nova's <c>overLimit</c>, which has come with 413, too.</summary>
    public bool IsOverLimit { get; }

    /// <param name="body">The answer's body.</param>
    /// <param name="secrets">What the answer may quote, but nobody shall read.</param>
    public static ErrorBody Parse(ArraySegment<byte> body, SentSecrets secrets)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Options);
            return Parse(document.RootElement, secrets);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for a text that is no UTF-8.
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
        // Hidden first: half a secret, cut off at the limit, would not be found.
        return new ErrorBody(
            code is null || IsStatus(code) ? null : Clean(code, secrets), Clean(message, secrets), Clean(requestId, secrets), isOverLimit);
    }

    // "404" and "404 Not Found" repeat the status; IAM has codes of four digits, such as "1101".
    private static bool IsStatus(string code) =>
        code.Length >= 3 && code.Take(3).All(char.IsDigit) && (code.Length == 3 || !char.IsDigit(code[3]));

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Text of an answer as it may be shown: short, on one line, without markup and without the secrets.</summary>
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
