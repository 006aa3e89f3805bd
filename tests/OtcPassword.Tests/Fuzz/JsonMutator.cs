using System.Text;
using System.Text.Json;

namespace OtcPassword.Tests.Fuzz;

/// <summary>
/// Changes JSON at random: values of other types and sizes; missing, duplicate, or renamed members; and sometimes bytes
/// that make the JSON invalid.
/// </summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly Encoding Bytes = Encoding.GetEncoding("iso-8859-1");

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e400", "-0.0", "123456789012345678901234567890", "2147483648", "\"\"", "\" \"",
        "[]", "{}", "[null]", "{\"\":null}", "\"\\u0000\"", "\"\\ud800\"", "\"\\r\\nX-Header: 1\"", "\"../../x?y=z#\"", "\"%2f..%2f\"",
        "\"http://example.com/v2.1\"", "\"https://user:word@example.com/\"", "\"https://[::1/\"", "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"2020-01-01T00:00:00Z\"", "\"\u00ff\u00fe\"", "{\"\\udc00\":1}", "{\"id\":\"\\ud83d\"}",
    ];

    private static readonly string[] Strings = [.. Values.Where(value => value[0] == '"'), $"\"{new string('9', 70_000)}\""];

    private double _rate;

    /// <param name="json">The JSON, in ASCII.</param>
    public byte[] Mutate(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        _rate = (1 + random.Next(2)) / (2.0 + Count(document.RootElement));
        var text = new StringBuilder();
        Write(text, document.RootElement);
        return Bytes.GetBytes(random.Next(12) == 0 ? Break(text.ToString()) : text.ToString());
    }

    private static int Count(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Sum(property => Count(property.Value)),
        JsonValueKind.Array => 1 + element.EnumerateArray().Sum(Count),
        _ => 1,
    };

    private void Write(StringBuilder text, JsonElement element)
    {
        if (random.NextDouble() < _rate)
        {
            text.Append(Other(element));
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{').Append(string.Join(",", element.EnumerateObject().SelectMany(Members))).Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[').Append(string.Join(",", element.EnumerateArray().Select(Text))).Append(']');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private string Text(JsonElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return text.ToString();
    }

    private IEnumerable<string> Members(JsonProperty property)
    {
        string name = $"\"{property.Name}\"";
        if (random.NextDouble() < _rate)
        {
            switch (random.Next(4))
            {
                case 0:
                    yield break;
                case 1:
                    yield return $"{name}:{Other(property.Value)}";
                    break;
                case 2:
                    name = random.Next(2) == 0 ? name.ToUpperInvariant() : "\"\\ud800\"";
                    break;
                default:
                    name = $"\"{new string('n', 5000)}\"";
                    break;
            }
        }

        yield return $"{name}:{Text(property.Value)}";
    }

    private string Other(JsonElement element)
    {
        string raw = element.GetRawText();
        if (element.ValueKind == JsonValueKind.String && random.Next(2) == 0)
        {
            return Strings[random.Next(Strings.Length)];
        }

        return random.Next(8) switch
        {
            0 => $"[{raw}]",
            1 => $"{{\"x\":{raw}}}",
            2 => $"[{raw},{raw},{raw}]",
            3 => "\"" + new string("x/ä\\\"%"[random.Next(6)], 1 << random.Next(18)).Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"",
            4 => Deep(1 << random.Next(12)),
            _ => Values[random.Next(Values.Length)],
        };
    }

    private string Deep(int depth) => random.Next(2) == 0
        ? new string('[', depth) + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private string Break(string text)
    {
        int at = random.Next(text.Length);
        return random.Next(6) switch
        {
            0 => text.Substring(0, at),
            1 => text.Remove(at, 1),
            2 => text.Insert(at, ((char)random.Next(256)).ToString()),
            3 => text + text,
            4 => "\u00ef\u00bb\u00bf" + text,
            _ => "<html><body>" + text,
        };
    }
}
