using System.Collections;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Gets the key pair name of server, password, and key file objects, because PowerShell would bind their Name property,
/// which is the server name. An object without a key pair adds no name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPairNameAttribute : SpecifiedValueAttribute
{
    public KeyPairNameAttribute()
    {
        PropertyNames = ["Name"];
    }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        return Replace(Unwrap(inputData) is IList list ? list.Cast<object?>().SelectMany(NamesOf).ToArray() : One(NamesOf(inputData)))!;
    }

    private static object One(object?[] names) => names.Length == 1 && names[0] is { } name ? name : names;

    private static object?[] NamesOf(object? item)
    {
        if (item is null or string or PSObject { BaseObject: string })
        {
            return [item];
        }

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(item).Properties;
        return (properties["KeyName"] ?? properties["KeyPairName"]) is { } property
            ? property.Value is string { Length: > 0 } name ? [name] : []
            : [item];
    }
}
