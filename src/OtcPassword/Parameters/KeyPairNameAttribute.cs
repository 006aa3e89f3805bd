using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Gets the key pair name of server, password, and key file objects, because PowerShell would bind their Name property,
/// which is the server name. An object without a key pair adds no name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPairNameAttribute : SpecifiedValueAttribute
{
    /// <inheritdoc/>
    protected override string[] PropertyNames => ["Name"];

    /// <inheritdoc/>
    protected override IEnumerable<object?> ValuesOf(object? item)
    {
        PSMemberInfoCollection<PSPropertyInfo>? properties = Unwrap(item) is null or string ? null : PSObject.AsPSObject(item!).Properties;
        return (properties?["KeyName"] ?? properties?["KeyPairName"]) is { } property
            ? property.Value is string { Length: > 0 } name ? [name] : []
            : [item];
    }
}
