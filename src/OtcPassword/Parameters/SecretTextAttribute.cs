using System;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace OtcPassword.Parameters;

/// <summary>
/// Converts a string for a parameter of type <see cref="SecureString"/>, for one-time codes that users type. PowerShell then
/// stores the SecureString in the bound parameters, which error records show.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is null || (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is SecureString)
        {
            return inputData!;
        }

        // PowerShell's conversion keeps the leading zero of 012345.
        var text = (string)LanguagePrimitives.ConvertTo(inputData, typeof(string), CultureInfo.InvariantCulture);
        var secret = new SecureString();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
