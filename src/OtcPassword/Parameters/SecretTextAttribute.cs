using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace OtcPassword.Parameters;

/// <summary>
/// Lets a parameter of type <see cref="SecureString"/> take a plain string too, from an environment variable or a vault.
/// PowerShell then keeps the secure one with the parameters of the call, which error records show; and it does not report
/// that it cannot convert the text, which would quote it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>The maximum length of a SecureString.</summary>
    public const int MaxLength = 65536;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return input switch
        {
            null or SecureString => inputData!,

            // What Get-Content returns without -Raw.
            IList lines when lines.Cast<object?>().All(IsText) => Protect(string.Join("\n", lines.Cast<object?>().Select(ToText))),
            _ when IsText(inputData) => Protect(ToText(inputData)),
            _ => throw new ArgumentTransformationMetadataException(
                $"A value of type {input.GetType()} is neither a SecureString nor text."),
        };
    }

    /// <summary>Returns a text as SecureString.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The text is too long.</exception>
    public static SecureString Protect(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ArgumentTransformationMetadataException($"The text has {text.Length} characters; the maximum is {MaxLength}.");
        }

        var secret = new SecureString();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    private static bool IsText(object? item) =>
        (item is PSObject wrapped ? wrapped.BaseObject : item) is string or char or ValueType;

    // By PowerShell's own conversion: it knows that 012345 was typed with a zero in front.
    private static string ToText(object? item) =>
        (string)LanguagePrimitives.ConvertTo(item, typeof(string), CultureInfo.InvariantCulture);
}
