using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace OtcPassword.Emulator.Scenario;

/// <summary>Reads a scenario file or the built-in scenario.</summary>
internal static class ScenarioReader
{
    /// <param name="path">The path of the scenario file, or null for the built-in scenario.</param>
    public static ScenarioFile ReadFile(string? path)
    {
        try
        {
            return Read(path is null ? [] : File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"The scenario {path} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"{path ?? "the built-in scenario"}: {e.Message}", e);
        }
    }

    /// <param name="json">The scenario, or nothing for the built-in scenario.</param>
    /// <exception cref="JsonException">The JSON is not valid, or does not have the expected form.</exception>
    public static ScenarioFile Read(byte[] json) =>
        Read(json.Length == 0 ? Resource.Read("scenario.json") : json, ControlJson.Default.ScenarioFile);

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
}

/// <summary>
/// A scenario, or a part of one, that is not valid. The message is always one line, even if it quotes names of the scenario.
/// </summary>
internal sealed class ScenarioException(string message, Exception? innerException = null)
    : Exception(Regex.Replace(message, @"\p{Cc}+", " "), innerException);

/// <summary>Checks the ranges of numbers, so that a scenario cannot need more time or memory than available.</summary>
internal static class ScenarioRange
{
    private const double TenYears = 10 * 365 * 86_400.0;

    /// <exception cref="ScenarioException">The value is more than ten years in the future or the past.</exception>
    public static void Seconds(double? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Within(value, -TenYears, TenYears, name);

    /// <exception cref="ScenarioException">The value is not null and out of range.</exception>
    public static void Within(double? value, double least, double most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is { } number && !(number >= least && number <= most))
        {
            string member = JsonNamingPolicy.CamelCase.ConvertName(name[(name.LastIndexOf('.') + 1)..]);
            throw new ScenarioException($"{member} must be between {least} and {most}.");
        }
    }
}
