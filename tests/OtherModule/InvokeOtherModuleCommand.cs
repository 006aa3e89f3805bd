using System.Management.Automation;
using System.Text.Json;
using YamlDotNet.Serialization;

namespace OtherModule;

/// <summary>Writes and reads YAML and JSON, and returns the versions of the libraries in use.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OtherModule")]
[OutputType(typeof(PSObject))]
public sealed class InvokeOtherModuleCommand : PSCmdlet
{
    private static readonly Dictionary<string, string> Data = new() { ["key"] = "value: äöü" };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Write(typeof(Serializer), Yaml());
        Write(typeof(JsonSerializer), Json());
    }

    private static string Yaml() =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(new SerializerBuilder().Build().Serialize(Data))["key"];

    private static string Json() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(JsonSerializer.Serialize(Data))!["key"];

    private void Write(Type type, string result)
    {
        var output = new PSObject();
        output.Properties.Add(new PSNoteProperty("Library", type.Assembly.GetName().Name));
        output.Properties.Add(new PSNoteProperty("Version", type.Assembly.GetName().Version));
        output.Properties.Add(new PSNoteProperty("Result", result));
        WriteObject(output);
    }
}
