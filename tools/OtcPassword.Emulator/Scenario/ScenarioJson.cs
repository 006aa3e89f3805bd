using System.Text.Json;
using System.Text.Json.Serialization;
using OtcPassword.Emulator.Control;

namespace OtcPassword.Emulator.Scenario;

/// <summary>How scenarios and the bodies of the control API are read: generated code, strict about names.</summary>
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
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(ReadyInfo))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
