using System.Globalization;
using System.Text.Json;

namespace OtcPassword.Client.Transport;

/// <summary>
/// A JSON object of a response, which reads its properties itself. A serializer would first compile a description of each type,
/// which takes longer than the first requests of a script. For the same reason, the derived classes have fields.
/// </summary>
internal abstract class ResponseObject
{
    // The services return at most 1,000 servers. A small response can require much memory (64 MiB of {}, would take gigabytes).
    private const int MaxEntries = 10_000;

    /// <summary>Gets the name of the property without which the object is not the expected one; null if there is none.</summary>
    private protected virtual string? RequiredProperty => null;

    /// <summary>Reads an object, and nothing else.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="target">The object to read the properties of.</param>
    /// <returns>The object, or null for the JSON value null.</returns>
    /// <exception cref="JsonException">The JSON is not valid, or has another form.</exception>
    public static T? Parse<T>(ReadOnlySpan<byte> json, T target)
        where T : ResponseObject
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            T? read = ReadObject(ref reader, target);
            reader.Read();
            return read;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text is not valid UTF-8.", e);
        }
    }

    /// <summary>Reads the value of a property. A value that is not read is skipped.</summary>
    private protected abstract void ReadProperty(string name, ref Utf8JsonReader reader);

    private protected static T? ReadObject<T>(ref Utf8JsonReader reader, T target)
        where T : ResponseObject
    {
        if (!IsPresent(ref reader, JsonTokenType.StartObject))
        {
            return null;
        }

        bool isComplete = target.RequiredProperty is null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            isComplete |= name == target.RequiredProperty;
            reader.Read();
            target.ReadProperty(name, ref reader);
            reader.Skip();
        }

        return isComplete ? target : throw new JsonException("A required property is missing.");
    }

    private protected static IReadOnlyList<T>? ReadList<T>(ref Utf8JsonReader reader)
        where T : ResponseObject, new()
    {
        if (!IsPresent(ref reader, JsonTokenType.StartArray))
        {
            return null;
        }

        var list = new List<T>();
        while (ReadEntry(ref reader))
        {
            RequireFew(list);
            list.Add(ReadObject(ref reader, new T()) ?? throw new JsonException("An entry of a list is null."));
        }

        return list;
    }

    /// <summary>Moves to the next entry of a list; returns false at the end.</summary>
    private protected static bool ReadEntry(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    private protected static void RequireFew<T>(List<T> list)
    {
        if (list.Count == MaxEntries)
        {
            throw new JsonException("A list has too many entries.");
        }
    }

    /// <summary>Reads an object; null if the value has another type.</summary>
    private protected static T? ReadOptionalObject<T>(ref Utf8JsonReader reader, T target)
        where T : ResponseObject => reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader, target) : null;

    /// <summary>Reads text, in a form that is safe to show.</summary>
    private protected static string? ReadText(ref Utf8JsonReader reader) =>
        IsPresent(ref reader, JsonTokenType.String) ? ReadableText.Clean(reader.GetString()!) : null;

    /// <summary>Reads text, in a form that is safe to show; null if the value has another type.</summary>
    private protected static string? ReadOptionalText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? ReadText(ref reader) : null;

    /// <summary>Reads a list of texts.</summary>
    private protected static IReadOnlyList<string>? ReadTexts(ref Utf8JsonReader reader)
    {
        if (!IsPresent(ref reader, JsonTokenType.StartArray))
        {
            return null;
        }

        var texts = new List<string>();
        while (ReadEntry(ref reader))
        {
            RequireFew(texts);
            texts.Add(ReadText(ref reader) ?? throw new JsonException("An entry of a list is null."));
        }

        return texts;
    }

    private protected static bool ReadBoolean(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.True
        || (reader.TokenType == JsonTokenType.False ? false : throw new JsonException("A value is neither true nor false."));

    /// <summary>Reads a number, which some services write as text.</summary>
    private protected static double? ReadNumber(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetDouble(out double number) => number,
        JsonTokenType.String when double.TryParse(
            reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => throw new JsonException("A value is not a number."),
    };

    private static bool IsPresent(ref Utf8JsonReader reader, JsonTokenType expected) =>
        reader.TokenType == expected
        || (reader.TokenType == JsonTokenType.Null ? false : throw new JsonException("A value has another type than expected."));
}
