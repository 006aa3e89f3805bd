using System.Text.Json.Serialization;

namespace OtcPassword.Emulator.Hosting;

/// <summary>Writes the ready file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReadyInfo))]
internal sealed partial class ReadyJson : JsonSerializerContext;
