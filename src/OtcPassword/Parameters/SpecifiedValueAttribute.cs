using System.Collections;
using System.Management.Automation;
using System.Security;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// Replaces a value that cannot be meant for a parameter and can be a secret with its description. Otherwise, PowerShell
/// would quote it when it cannot convert it, and error records would show it with the parameters of the command. Each
/// parameter that takes no secret has this attribute, or one derived from it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class SpecifiedValueAttribute : ArgumentTransformationAttribute
{
    private const int MaxNamesLength = 255;
    private const int MaxProperties = 20;

    /// <summary>Gets or sets the longest base64 text that is meant for the parameter. The default is the length of a name.</summary>
    public int MaxBase64Length { get; set; } = MaxNamesLength;

    /// <summary>Gets or sets whether the value can have more than one line.</summary>
    public bool AllowLines { get; set; }

    /// <summary>
    /// Gets or sets the names of the properties by which the parameter is bound. An object with such a property stays as it
    /// is: PowerShell binds by value before it binds by property name, and would bind the description.
    /// </summary>
    public string[] PropertyNames { get; set; } = [];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Replace(inputData)!;

    /// <summary>Returns the value, or its description.</summary>
    protected object? Replace(object? value)
    {
        if (Unwrap(value) is not IList list)
        {
            return ReplaceOne(value);
        }

        // The lines of a key file: those in the middle are not recognized one by one.
        object?[] items = [.. list.Cast<object?>()];
        return Array.Exists(items, item => Unwrap(item) is string line && SpecifiedText.IsPrivateKey(line))
            ? SpecifiedText.PrivateKey
            : items.All(item => ReferenceEquals(ReplaceOne(item), item)) ? value : items.Select(ReplaceOne).ToArray();
    }

    /// <summary>Returns the value without PowerShell's wrapper.</summary>
    protected static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private object? ReplaceOne(object? value) => Unwrap(value) switch
    {
        string text => IsMeant(text) ? value : SpecifiedText.Describe(text),
        null or ValueType or Uri or Version or FileSystemInfo or SecureString or PSCredential => value,
        var other when other.GetType().Assembly == typeof(SpecifiedValueAttribute).Assembly => value,
        _ when Array.Exists(PropertyNames, name => PSObject.AsPSObject(value!).Properties[name]?.Value is not null) => value,
        var other => Describe(value!, other),
    };

    private bool IsMeant(string text) =>
        !SpecifiedText.IsPrivateKey(text)
        && (AllowLines || !SpecifiedText.HasLineBreak(text))
        && (text.Length <= MaxBase64Length || SpecifiedText.CanBeQuoted(text));

    private static string Describe(object value, object unwrapped)
    {
        IEnumerable<string> names = unwrapped is IDictionary dictionary
            ? dictionary.Keys.OfType<string>()
            : PSObject.AsPSObject(value).Properties.Select(property => property.Name);
        string type = value is PSObject wrapped && wrapped.TypeNames.Count > 0 ? wrapped.TypeNames[0] : unwrapped.GetType().ToString();
        string properties = string.Join(", ", names.Take(MaxProperties).Where(SpecifiedText.CanBeQuoted));
        string description = properties.Length == 0 ? type : $"{type} with the properties {properties}";

        // Neither a wildcard nor a line of its own.
        return $"<{new string([.. description.Select(c => c is '[' or ']' or '*' or '?' || char.IsControl(c) ? ' ' : c)])}>";
    }
}
