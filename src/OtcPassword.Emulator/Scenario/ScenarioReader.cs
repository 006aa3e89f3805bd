using System;
using System.IO;
using System.Text.Json;

namespace OtcPassword.Emulator.Scenario;

/// <summary>Reads a scenario from its file, or the one that is built in.</summary>
internal static class ScenarioReader
{
    private const string BuiltInResource = "OtcPassword.Emulator.scenario.json";

    public static ScenarioFile BuiltIn()
    {
        using Stream stream = typeof(ScenarioReader).Assembly.GetManifestResourceStream(BuiltInResource)
            ?? throw new ScenarioException("The built-in scenario is missing from this build.");
        return Parse(stream, "the built-in scenario");
    }

    public static ScenarioFile FromFile(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Parse(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"The scenario {path} cannot be read: {e.Message}", e);
        }
    }

    private static ScenarioFile Parse(Stream stream, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(stream, ScenarioJson.Default.ScenarioFile)
                ?? throw new ScenarioException($"{name} holds nothing.");
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"{name}: {e.Message}", e);
        }
    }
}
