using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace OtcPassword.Emulator.Control;

/// <summary>The body of a request, read as strictly as a scenario. Without a body, all members have their defaults.</summary>
internal sealed record Body<T>(T Value)
{
    public static ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        byte[] json = CloudCall.Of(context).Body;
        var type = (JsonTypeInfo<T>)ControlJson.Default.GetTypeInfo(typeof(T))!;
        return new(new Body<T>(ScenarioReader.Read(json.Length == 0 ? "{}"u8 : json, type)));
    }
}

/// <summary>The password to store, or null for the one that the server had.</summary>
internal sealed record PasswordBody(string? Password = null);

/// <summary>The user whose tokens end, or null for all users.</summary>
internal sealed record TokensBody(string? User = null);

/// <summary>What the ID token says. A negative lifetime issues an ID token that has expired.</summary>
internal sealed record IdTokenBody(
    string IdentityProvider, string User, double LifetimeSeconds = 300, string? Audience = null, int Groups = 1);

/// <summary>The key pair of the server after the reinstallation, and its owner if two users have one with this name; or null for the same.</summary>
internal sealed record ReinstallBody(string? KeyPair = null, string? User = null);

internal sealed record ClockBody(double AdvanceSeconds = 0, double? Speed = null);

/// <summary>Reads scenarios, and reads and writes the bodies of the control API, with generated code. An unknown member is an error.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScenarioFile))]
[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(ReinstallBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(IdTokenBody))]
[JsonSerializable(typeof(CloudState))]
[JsonSerializable(typeof(ServersState))]
[JsonSerializable(typeof(Counters))]
internal sealed partial class ControlJson : JsonSerializerContext;
