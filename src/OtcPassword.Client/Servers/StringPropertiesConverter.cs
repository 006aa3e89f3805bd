using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Reads the text properties that are used of an object (<c>metadata</c>, <c>flavor</c>, <c>image</c>), and skips all others.
/// The object and its properties can be missing.
/// </summary>
internal sealed class StringPropertiesConverter : JsonConverter<IReadOnlyDictionary<string, string>>
{
    private static readonly string[] Names = ["id", "os_type", "image_name", "admin_username"];

    public override IReadOnlyDictionary<string, string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return texts;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? name = FindName(ref reader);
            reader.Read();
            if (name is not null && reader.TokenType == JsonTokenType.String)
            {
                texts[name] = ReadableText.Clean(reader.GetString()!);
            }

            reader.Skip();
        }

        return texts;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static string? FindName(ref Utf8JsonReader reader)
    {
        foreach (string name in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }
}
