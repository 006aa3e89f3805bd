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
    private const int MaxNameLength = 255;

    /// <summary>
    /// Gets the names of the properties by which the parameter is bound. An object with such a property stays as it is:
    /// PowerShell binds by value before it binds by property name, and would bind the description.
    /// </summary>
    protected virtual string[] PropertyNames => [];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object?[] given = Unwrap(inputData) is IList list ? [.. list.Cast<object?>()] : [inputData];
        object?[] values = [.. given.SelectMany(ValuesOf)];

        // The lines of a key file: those in the middle are not recognized one by one.
        object?[] meant = Array.Find(values, value => Unwrap(value) is string line && SpecifiedText.IsPrivateKey(line)) is { } key
            ? [MisplacedValue.Describe((string)Unwrap(key)!)]
            : Array.ConvertAll(values, value => Replace(engineIntrinsics, value));
        bool isSame = meant.Length == given.Length && !meant.Where((value, i) => !ReferenceEquals(value, given[i])).Any();
        return isSame ? inputData! : meant.Length == 1 ? meant[0]! : meant;
    }

    /// <summary>Returns the values that the user means with an item of the input.</summary>
    protected virtual IEnumerable<object?> ValuesOf(object? item) => new[] { item };

    /// <summary>Returns true if a text can be meant for the parameter. It is not a private key.</summary>
    protected virtual bool IsMeant(EngineIntrinsics engine, string text) =>
        SpecifiedText.CanBeQuoted(text) || (text.Length <= MaxNameLength && !SpecifiedText.HasLineBreak(text));

    /// <summary>Returns the value without PowerShell's wrapper.</summary>
    protected static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private object? Replace(EngineIntrinsics engine, object? value) => Unwrap(value) switch
    {
        PSCustomObject or PSObject when ((PSObject)value!).TypeNames.Contains($"Deserialized.{typeof(OtcSession).FullName}") =>
            throw new ArgumentTransformationMetadataException(
                "A session exists only in the PowerShell process that signed in, not in jobs or files. Run Connect-OtcSession there."),
        string text => IsMeant(engine, text) ? value : MisplacedValue.Describe(text),
        null or ValueType or Uri or Version or FileSystemInfo or SecureString or PSCredential => value,
        var other when other.GetType().Assembly == typeof(SpecifiedValueAttribute).Assembly => value,
        _ when Array.Exists(PropertyNames, name => PSObject.AsPSObject(value!).Properties[name]?.Value is not null) => value,
        var other => MisplacedValue.Describe(
            value is PSObject wrapped && wrapped.TypeNames.Count > 0 ? wrapped.TypeNames[0] : other.GetType().ToString(),
            other is IDictionary dictionary
                ? dictionary.Keys.OfType<string>()
                : PSObject.AsPSObject(value!).Properties.Select(property => property.Name)),
    };
}
