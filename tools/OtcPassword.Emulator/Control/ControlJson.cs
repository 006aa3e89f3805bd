using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcPassword.Emulator.Control;

/// <summary>Reads the request bodies of the control API, as strictly as a scenario.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(IdTokenBody))]
internal sealed partial class ControlJson : JsonSerializerContext;
