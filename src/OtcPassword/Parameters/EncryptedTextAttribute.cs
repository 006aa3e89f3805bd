using System;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Takes the encrypted password out of an object that has one. Binding by property name alone does not do for an object
/// whose password is null: PowerShell would go on and take the whole object as text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncryptedTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null)
        {
            return string.Empty;
        }

        PSPropertyInfo? property = PSObject.AsPSObject(inputData).Properties["EncryptedPassword"];
        return property is null ? inputData : property.Value ?? string.Empty;
    }
}
