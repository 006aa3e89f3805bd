using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OtcPassword.Parameters;

/// <summary>
/// Lets a parameter of type <see cref="SecureString"/> also take text, bytes, and credentials, as environment variables and vaults
/// return them. PowerShell then keeps the SecureString with the parameters of the command, which error records show; and it does
/// not report that it cannot convert the text, which would quote it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>The maximum length of a SecureString.</summary>
    public const int MaxLength = 65536;

    /// <summary>Gets or sets whether bytes are the content of a file, which can be binary.</summary>
    public bool IsFile { get; set; }

    /// <summary>Gets or sets whether the parameter takes several secrets. Otherwise, several texts are the lines of one.</summary>
    public bool IsList { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? input = Unwrap(inputData);
        object?[] items = input is IList list and not byte[] && !list.Cast<object?>().All(item => Unwrap(item) is byte)
            ? [.. list.Cast<object?>()]
            : [inputData];
        return input switch
        {
            null => inputData!,
            _ when IsList => Array.ConvertAll(items, ToSecret),
            SecureString => inputData!,
            _ when items.Length == 1 => ToSecret(items[0]),

            // What Get-Content returns without -Raw.
            _ => Protect(string.Join("\n", items.Select(ToText))),
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

    /// <summary>Returns true if a text contains a secret. Nothing of the secret stays in memory.</summary>
    public static bool Contains(string text, SecureString secret)
    {
        IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return secret.Length > 0 && Enumerable.Range(0, Math.Max(0, text.Length - secret.Length + 1)).Any(
                start => Enumerable.Range(0, secret.Length).All(i => text[start + i] == (char)Marshal.ReadInt16(characters, 2 * i)));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }

    private static object? Unwrap(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    private SecureString ToSecret(object? item) => Unwrap(item) switch
    {
        SecureString secret => secret,
        PSCredential credential => credential.Password,
        _ => Protect(ToText(item)),
    };

    private string ToText(object? item) => Unwrap(item) switch
    {
        SecureString secret => Reveal(secret),
        PSCredential credential => Reveal(credential.Password),
        byte[] bytes => ToText(bytes),
        IList list when list.Count > 0 && list.Cast<object?>().All(part => Unwrap(part) is byte) =>
            ToText([.. list.Cast<object?>().Select(part => (byte)Unwrap(part)!)]),
        X509Certificate2 => throw new ArgumentTransformationMetadataException(
            "The value is a certificate. Export the certificate with its private key as a PFX file, and convert this file to a key file."),
        FileInfo => throw new ArgumentTransformationMetadataException("The value is a file. Specify its path with -KeyFile."),

        // By PowerShell's own conversion: it knows that 012345 was typed with a zero in front.
        string or char or ValueType => (string)LanguagePrimitives.ConvertTo(item, typeof(string), CultureInfo.InvariantCulture),
        var other => throw new ArgumentTransformationMetadataException(
            $"A value of type {other?.GetType().ToString() ?? "null"} is neither a SecureString nor text."),
    };

    // The reader of keys decodes base64.
    private string ToText(byte[] bytes) => IsFile && !Array.TrueForAll(bytes, b => b is > 0 and < 0x80)
        ? Convert.ToBase64String(bytes)
        : Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');

    private static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
