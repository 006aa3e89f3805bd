using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcPassword.Client;

/// <summary>Reads text of responses in a form that is safe to show.</summary>
internal sealed class ReadableTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? ReadableText.Clean(reader.GetString()!) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
