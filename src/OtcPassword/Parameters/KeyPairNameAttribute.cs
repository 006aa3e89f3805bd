using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Takes the key pair of servers, passwords and key files that are given as objects: PowerShell would take their Name,
/// which is the server's. One without a key pair asks for none.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPairNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return input is IList list ? list.Cast<object?>().SelectMany(NamesOf).ToArray() : One(NamesOf(inputData));
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
