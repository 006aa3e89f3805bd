using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// Says what content looks like that is neither a key nor an encrypted password, and what to do. Nothing of the content becomes
/// a string, because it can be a damaged key, and a string cannot be cleared.
/// </summary>
internal static class ForeignContent
{
    /// <summary>Converts a key in .NET's XML format, in PowerShell.</summary>
    public const string FromXml = "Convert the file in PowerShell: " +
#if NETFRAMEWORK
        "$rsa = New-Object Security.Cryptography.RSACng; $rsa.FromXmlString((Get-Content -LiteralPath {file} -Raw)); " +
        "[IO.File]::WriteAllBytes(\"$PWD/key.der\", $rsa.Key.Export([Security.Cryptography.CngKeyBlobFormat]::Pkcs8PrivateBlob))";
#else
        "$rsa = [Security.Cryptography.RSA]::Create(); $rsa.FromXmlString((Get-Content -LiteralPath {file} -Raw)); " +
        "[IO.File]::WriteAllBytes(\"$PWD/key.der\", $rsa.ExportRSAPrivateKey())";
#endif

    /// <summary>Extracts the key of a PFX file with openssl.</summary>
    public const string FromPfxWithOpenssl =
        "Extract the private key with OpenSSL 3: openssl pkcs12 -legacy -in {file} -nocerts -out key.pem";

    /// <summary>Extracts the key of a PFX file, in PowerShell. Windows exports some keys only with encryption.</summary>
    public const string FromPfx = "Extract the private key in PowerShell: " +
        "$pfx = New-Object Security.Cryptography.X509Certificates.X509Certificate2 {file}, " +
        "(Read-Host 'PFX password' -AsSecureString), 'Exportable'; " +
        "$rsa = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($pfx); " +
#if NETFRAMEWORK
        "$key = New-Object Security.Cryptography.RSACng; $key.FromXmlString($rsa.ToXmlString($true)); " +
        "[IO.File]::WriteAllBytes(\"$PWD/key.der\", $key.Key.Export([Security.Cryptography.CngKeyBlobFormat]::Pkcs8PrivateBlob))";
#else
        "[IO.File]::WriteAllBytes(\"$PWD/key.der\", $rsa.ExportEncryptedPkcs8PrivateKey('new passphrase', " +
        "[Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 100000)))";
#endif

    /// <summary>Removes all characters that no key file has, in PowerShell.</summary>
    public const string ToAscii = "Remove the characters in PowerShell: " +
        "(Get-Content -LiteralPath {file} -Raw -Encoding UTF8) -replace '[^\\x20-\\x7E\\r\\n]' | Set-Content -LiteralPath key.pem";

    private const string AsPlainText = "Copy the text of the key from its source again, and save it as plain text.";
    private const string WithOpenssl = "Convert the file with openssl, which Git for Windows contains: ";
    private const string Itself = "Specify the secret itself.";
    private const string PathAdvice = "To specify the path of a key file, use -KeyFile or OTC_KEY_PATH.";

    // A mark that starts with ^ must be at the start, after white space. The first rule with a mark of the content applies.
    private static readonly Rule[] Texts =
    [
        new("is a document in Rich Text Format (RTF), as WordPad saves it", AsPlainText, true, "^{\\rtf"),
        new("is an RSA key in .NET's XML format, which is not supported", FromXml, true, "<rsakeyvalue", "<rsaparameters"),
        new("is a PowerShell object that was saved with Export-Clixml",
            "Specify the imported object: -PrivateKey (Import-Clixml -LiteralPath {file})", true, "^<objs ", "powershell/2004/04"),
        new("is an HTML page",
            "Copy the text of the key to a plain text file. In place of a file, a page to sign in may have been downloaded.",
            false, "^<!doctype", "^<html", "<br", "</p>", "</div>", "</span>"),
        new("contains HTML entities such as &#43;", AsPlainText, null, "&#", "&amp;", "&quot;", "&nbsp;", "&lt;", "&gt;"),
        new("is an XML document", null, false, "^<?xml"),
        new("is encrypted with Ansible Vault", "Decrypt the file with ansible-vault first.", true, "^$ansible_vault"),
        new("is encrypted with the transit engine of HashiCorp Vault", "Decrypt the text with Vault first.", true, "^vault:v"),
        new("is encrypted with SOPS", "Decrypt the file with sops first.", true, "enc[aes256_gcm", "\"sops\"", "\nsops:"),
        new("is encrypted with age", "Decrypt the file with age first.", true, "^age-encryption.org", "begin age encrypted file"),
        new("is encrypted with openssl enc", "Decrypt the file with openssl enc -d and the options of its encryption first.", true,
            "^salted__", "^u2fsdgvkx1"),
        new("is a pointer of Git LFS, not the file itself", "Download the file with Git LFS.", false, "^version https://git-lfs"),
        new("is a JSON Web Key (JWK), which is not supported",
            "Export the key as PKCS#8 from the application that created it.", true, "\"kty\""),
        new("is a reference to a secret in a vault, not the secret itself", Itself, false,
            "^@microsoft.keyvault(", "^arn:aws:", "^op://", "^keyvault:", "^secretref:"),
        new("is the JSON response of a failed request", "Send the request again, and save its result.", false,
            "^{\"error", "^{\"message", "^{\"code", "\"error\"", "\"errors\"", "\"error_code\"", "\"fault\""),
        new("is text that ConvertFrom-SecureString encrypted for one Windows account",
            "With that account, specify the decrypted text: -PrivateKey (Get-Content -LiteralPath {file} | ConvertTo-SecureString)", true,
            "^01000000d08c9ddf0115d1118c7a00c04fc297eb"),
        new("is the name of a .NET type, not the content of the object", "Specify the object itself, without quotation marks.", false,
            "^system.", "^microsoft.powershell", "^microsoft.secretmanagement"),
        new("is the text of a certificate object", "Export the certificate with its private key as a PFX file.", false, "^[subject]"),
        new("is the text that openssl prints with -text, not the key", "Specify the key file that was printed.", true,
            "^private-key:", "^rsa private-key:", "privateexponent:"),
        new("is a placeholder that was not replaced with its value", Itself, false,
            "^${", "^$(", "^{{", "^%", "^<your", "^$env:", "^***", "^<text of", "^changeme", "^null", "^none", "^undefined"),
        new("is a URL, not a key", "Download the file of the URL.", false, "^https://", "^http://", "^s3://"),
        new("is URL-encoded", "Specify the decoded text.", true, "-----begin%20", "-----begin+"),
        new("contains invisible characters such as zero-width spaces, which chats and web pages insert", ToAscii, null,
            "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2028", "\u2060", "\uFEFF", "\u00AD", "\u00A0"),
        new("has typographic dashes in place of hyphens, as word processors write them", AsPlainText, null,
            "\u2014", "\u2013", "\u2012", "\u2011", "\u2010", "\u2212"),
        new("has typographic quotation marks", AsPlainText, null, "\u201C", "\u201D", "\u2018", "\u2019", "\u201E"),
        new("is abbreviated: it contains an ellipsis", AsPlainText, null, "\u2026", "..."),
        new("is masked: it contains asterisks", Itself, null, "***"),
        new("has the marks of a quoted mail (>) before its lines", AsPlainText, null, "^> ", "\n> ", "^>-", "\n>"),
        new("has quotation marks around its lines", AsPlainText, null, "\n\"", "\n'", "\n    \"", "\n  \"", "\n\t\""),
    ];

    private static readonly (string Finding, string? Action, byte[] Start)[] Files =
    [
        ("is a Java keystore (JKS), which is not supported", "Export the key as PKCS#12 with keytool.", [0xFE, 0xED, 0xFE, 0xED]),
        ("is a Java keystore (JCEKS), which is not supported", "Export the key as PKCS#12 with keytool.", [0xCE, 0xCE, 0xCE, 0xCE]),
        ("is a private key in Microsoft's blob format (MSBLOB), which is not supported",
            $"{WithOpenssl}openssl rsa -inform MSBLOB -in {{file}} -out key.pem", [7, 2, 0, 0]),
        ("is a public key in Microsoft's blob format (MSBLOB)", null, [6, 2, 0, 0]),
        ("is a private key in Microsoft's PVK format, which is not supported",
            $"{WithOpenssl}openssl rsa -inform PVK -in {{file}} -out key.pem", [0x1E, 0xF1, 0xB5, 0xB0]),
        ("is data that Windows encrypted for one account (DPAPI)",
            "Decrypt the data with that account first.", [1, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF]),
        ("is a ZIP archive or an Office document", AsPlainText, [0x50, 0x4B, 3, 4]),
        ("is an Office document", AsPlainText, [0xD0, 0xCF, 0x11, 0xE0]),
        ("is a compressed file (gzip)", "Decompress the file first.", [0x1F, 0x8B]),
        ("is a PDF document", AsPlainText, [0x25, 0x50, 0x44, 0x46]),
        ("is an image", AsPlainText, [0x89, 0x50, 0x4E, 0x47]),
        ("is a KeePass database", "Export the key from the database.", [3, 0xD9, 0xA2, 0x9A]),
    ];

    /// <summary>Describes content in which no key was found.</summary>
    /// <param name="content">The content.</param>
    /// <param name="text">The content as text in UTF-8.</param>
    public static KeyDataException Describe(byte[] content, byte[] text)
    {
        ReadOnlySpan<byte> trimmed = KeyText.Trim(text);
        return trimmed.IsEmpty ? KeyDataException.NotAKey("is empty")
            : DescribePublicKey(trimmed) ?? Explain(trimmed, isPart: false) ?? DescribeFile(content) ?? KeyDataException.NotAKey(
                Array.Exists(text, b => b < 0x20 && !Base64Bytes.IsWhiteSpace(b) && b != '\f')
                    ? "contains binary data that is not a private key in a supported format"
                    : trimmed[0] is (byte)'{' or (byte)'[' ? "contains JSON, not a private key"
                    : "is not a private key file in a supported format: it has no line like -----BEGIN RSA PRIVATE KEY-----");
    }

    /// <summary>Describes a text, or returns null if nothing is recognized.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPart">true if the text contains a key, and only its form is wrong.</param>
    public static KeyDataException? Explain(ReadOnlySpan<byte> text, bool isPart = true) =>
        Recognize(KeyText.Trim(text), isPart) is not { } rule ? null
            : new KeyDataException(OtcError.KeyFileUnreadable, rule.Finding, rule.Action)
            {
                IsPrivateKey = isPart || (rule.IsPrivateKey ?? true),
            };

    /// <summary>Returns what a text looks like, or null if nothing is recognized.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPart">true if the text must be a key or an encrypted password, so that also its typography is examined.</param>
    public static Rule? Recognize(ReadOnlySpan<byte> text, bool isPart = true)
    {
        byte[] lower = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            lower[i] = (byte)(text[i] is >= (byte)'A' and <= (byte)'Z' ? text[i] | 0x20 : text[i]);
        }

        isPart |= Contains(lower, "private key") || Contains(lower, "putty-user-key");
        Rule? found = Texts.Where(rule => isPart || rule.IsPrivateKey is not null)
            .FirstOrDefault(rule => rule.Marks.Any(mark => Contains(lower, mark)))
            ?? (Contains(lower, " private key") && Contains(lower, "begin ") && !Contains(lower, "-----begin ")
                ? new Rule("has a BEGIN line without its five hyphens", AsPlainText, true)
                : IsHex(lower) ? new Rule("is hexadecimal text", "Specify the text in base64, or save its bytes as a file.", true)
                : IsPath(lower) ? new Rule("is the path of a file, not its content", PathAdvice, false)
                : null);
        SensitiveData.Clear(lower);
        return found;
    }

    private static bool Contains(ReadOnlySpan<byte> text, string mark) => mark[0] == '^'
        ? text.StartsWith(System.Text.Encoding.UTF8.GetBytes(mark.Substring(1)))
        : text.IndexOf(System.Text.Encoding.UTF8.GetBytes(mark)) >= 0;

    private static KeyDataException? DescribeFile(byte[] content)
    {
        foreach ((string finding, string? action, byte[] start) in Files)
        {
            if (content.AsSpan().StartsWith(start))
            {
                return new KeyDataException(OtcError.KeyFileUnreadable, finding, action) { IsPrivateKey = action is not null };
            }
        }

        return null;
    }

    private static KeyDataException? DescribePublicKey(ReadOnlySpan<byte> text)
    {
        // Only the start of the text, which is the name of a format.
        string start = System.Text.Encoding.UTF8.GetString(text.Slice(0, Math.Min(text.Length, 40)).ToArray());
        bool StartsWith(string mark) => start.StartsWith(mark, StringComparison.Ordinal);
        string word = start.Split([' ', '\t', '\r', '\n'], 2)[0];
        return StartsWith("ssh-") || StartsWith("ecdsa-sha2-") || StartsWith("sk-")
            ? word.Contains("-cert-v01@")
                ? KeyDataException.Certificate("an OpenSSH certificate")
                : KeyDataException.PublicKey(KeyAlgorithmName.OfSsh(word))
            : StartsWith("---- BEGIN SSH2 PUBLIC KEY") ? KeyDataException.PublicKey("RFC 4716 format")
            : StartsWith("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY") ? KeyDataException.Unsupported(
                "is a private key in ssh.com (SSH2) format, which is not supported",
                "Save the key again with PuTTYgen, or convert the file: puttygen {file} -O private-openssh-new -o key.pem")
            : StartsWith("SSH PRIVATE KEY FILE FORMAT 1") ? KeyDataException.Unsupported("is an SSH version 1 key, which is not supported")
            : null;
    }

    /// <summary>Returns true for hexadecimal digits, with the separators of dumps, that are long enough for the shortest key.</summary>
    public static bool IsHex(byte[] text) => text.Length >= 128
        && Array.Exists(text, b => b is >= (byte)'0' and <= (byte)'9')
        && Array.Exists(text, b => b >= 'A')
        && Array.TrueForAll(text, b => HexBytes.Value((char)b) >= 0 || Base64Bytes.IsWhiteSpace(b) || b is (byte)':' or (byte)'-');

    private static bool IsPath(byte[] text)
    {
        ReadOnlySpan<byte> path = text;
        bool isOneLine = path.Length is > 2 and < 400 && path.IndexOfAny((byte)'\r', (byte)'\n') < 0;
        return isOneLine && (path[0] is (byte)'/' or (byte)'~' or (byte)'.' || path[1] == ':' || path.IndexOf((byte)'\\') >= 0
            || path.EndsWith(".pem"u8) || path.EndsWith(".ppk"u8) || path.EndsWith(".key"u8));
    }

    /// <summary>A kind of content.</summary>
    /// <param name="Finding">The end of a sentence whose subject is the content.</param>
    /// <param name="Action">The recommended action for a key, or null.</param>
    /// <param name="IsPrivateKey">true if the content can be a private key; null for typography, which any text can have.</param>
    /// <param name="Marks">Texts in lowercase, one of which is in such content.</param>
    public sealed record Rule(string Finding, string? Action, bool? IsPrivateKey, params string[] Marks);
}
