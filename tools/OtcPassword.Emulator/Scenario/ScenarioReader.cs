using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OtcPassword.Emulator.Scenario;

/// <summary>Reads a scenario file or the built-in scenario.</summary>
internal static class ScenarioReader
{
    private const string BuiltInResource = "OtcPassword.Emulator.scenario.json";

    public static ScenarioFile BuiltIn()
    {
        using Stream stream = typeof(ScenarioReader).Assembly.GetManifestResourceStream(BuiltInResource)
            ?? throw new ScenarioException("The built-in scenario is missing from this build.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json, "the built-in scenario");
    }

    public static ScenarioFile FromFile(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"The scenario {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a scenario or a part of one.</summary>
    /// <exception cref="JsonException">The JSON is not valid, or does not have the expected form.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        // Some editors on Windows write a byte order mark.
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        T value = JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The value is null.");
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        for (var before = JsonTokenType.None; reader.Read(); before = reader.TokenType)
        {
            // The serializer rejects null for a member that must have a value, but not in a list.
            if (reader.TokenType == JsonTokenType.Null && before != JsonTokenType.PropertyName)
            {
                throw new JsonException($"A list contains null at byte {reader.TokenStartIndex}.");
            }
        }

        return value;
    }

    private static ScenarioFile Parse(byte[] json, string name)
    {
        try
        {
            return Read(json, ScenarioJson.Default.ScenarioFile);
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"{name}: {e.Message}", e);
        }
    }
}
