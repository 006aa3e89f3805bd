using System;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace OtcPassword.Parameters;

/// <summary>
/// Lets a parameter of type <see cref="SecureString"/> take a plain string too, for what is typed by hand and worthless
/// a moment later. PowerShell then keeps the secure one with the parameters of the call, which error records show.
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

        // By PowerShell's own conversion: it knows that 012345 was typed with a zero in front.
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
