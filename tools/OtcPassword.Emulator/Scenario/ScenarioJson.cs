using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcPassword.Emulator.Scenario;

/// <summary>Reads scenarios and their parts with generated code. An unknown member is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ScenarioFile))]
[JsonSerializable(typeof(FaultsEntry))]
[JsonSerializable(typeof(SettingsPatch))]
[JsonSerializable(typeof(ServerEntry))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
