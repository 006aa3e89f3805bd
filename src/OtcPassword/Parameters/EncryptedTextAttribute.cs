using System.Management.Automation;
using System.Text.Json;

namespace OtcPassword.Parameters;

/// <summary>
/// Gets the encrypted password of an object, or of a response of the API, <c>{"password": "…"}</c>, as text or as an object.
/// Binding by property name is not sufficient, because PowerShell converts the whole object to text if the property is null.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncryptedTextAttribute : SpecifiedValueAttribute
{
    // The name of the property in the responses of ECS and BMS.
    private const string ApiName = "password";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        base.Transform(engineIntrinsics, inputData) ?? string.Empty;

    /// <inheritdoc/>
    protected override bool IsMeant(EngineIntrinsics engine, string text) => true;

    /// <inheritdoc/>
    protected override IEnumerable<object?> ValuesOf(object? item) => base.ValuesOf(item is null ? null : TextOf(item));

    private static object? TextOf(object inputData)
    {
        if (Unwrap(inputData) is string text)
        {
            // A file can start with a byte order mark.
            string json = text.Trim().TrimStart('\uFEFF');
            return json.StartsWith("{", StringComparison.Ordinal) ? ReadResponse(json) ?? inputData : inputData;
        }

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(inputData).Properties;
        if (properties["EncryptedPassword"] is { } property)
        {
            return property.Value;
        }

        return properties[ApiName] is { Value: null or string } response ? response.Value : inputData;
    }

    private static string? ReadResponse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty(ApiName, out JsonElement value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
