using System.Text.Json;

namespace OtcPassword.Tests.Emulator;

/// <summary>An unprocessed HTTP response.</summary>
public sealed class WireResponse
{
    private readonly Dictionary<string, string> _headers;

    public WireResponse(HttpResponseMessage response, string text)
    {
        Status = (int)response.StatusCode;
        Text = text;
        _headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), System.StringComparer.OrdinalIgnoreCase);
    }

    public int Status { get; }

    public string Text { get; }

    /// <summary>The body as JSON.</summary>
    public JsonElement Body
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    public string? Header(string name) => _headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Returns the sorted names of an object's members.</summary>
    public static string[] Members(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name).OrderBy(n => n, System.StringComparer.Ordinal)];
}
