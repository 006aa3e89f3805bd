using System.Formats.Asn1;
using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Finds the keys in the content of a file.</summary>
internal static class KeyFileParser
{
    /// <param name="content">The content of the file.</param>
    /// <param name="text">The content, normalized by <see cref="KeyText"/>.</param>
    /// <returns>At least one key.</returns>
    /// <exception cref="KeyDataException">The file does not contain an RSA private key. The message describes its content.</exception>
    public static List<EncodedKey> Parse(byte[] content, byte[] text)
    {
        List<PemBlock> blocks = PemReader.Read(text);
        if (blocks.Count == 0)
        {
            return [ReadWithoutPem(content, text)];
        }

        // The file can contain other blocks besides the key, such as a certificate or EC PARAMETERS. Errors are reported only
        // if there is no key, and errors of private keys take precedence.
        var keys = new List<EncodedKey>();
        KeyDataException? problem = null;
        foreach (PemBlock block in blocks)
        {
            try
            {
                keys.Add(Guarded(() => Read(block)));
            }
            catch (KeyDataException e)
            {
                bool isPrivate = block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
                problem = problem == null || isPrivate ? e : problem;
            }
        }

        if (keys.Count > KeyLimits.KeysPerFile)
        {
            keys.ForEach(key => key.Dispose());
            throw KeyDataException.Unsupported(
                $"contains more than {KeyLimits.KeysPerFile} private keys", "Save the key in a separate file.");
        }

        return keys.Count > 0 ? keys : throw problem!;
    }

    /// <summary>Returns true if a text contains the start of a PEM block or of a PuTTY key.</summary>
    public static bool HasStart(ReadOnlySpan<byte> text) =>
        text.IndexOf(PemReader.Begin) >= 0 || text.IndexOf(PuttyKey.Start) >= 0;

    private static EncodedKey Read(PemBlock block) => block.Label switch
    {
        "RSA PRIVATE KEY" when block.Headers.TryGetValue("DEK-Info", out string? dekInfo) =>
            new EncryptedPkcs1Key(dekInfo, block.Decode()),
        "RSA PRIVATE KEY" => new UnprotectedDerKey(KeyFileFormat.Pkcs1Pem, block.Decode()),
        "PRIVATE KEY" => new UnprotectedDerKey(KeyFileFormat.Pkcs8Pem, block.Decode()),
        "ENCRYPTED PRIVATE KEY" => new EncryptedPkcs8Key(KeyFileFormat.Pkcs8Pem, block.Decode()),
        "OPENSSH PRIVATE KEY" => new OpenSshKey(block.Decode()),
        "EC PRIVATE KEY" => throw KeyDataException.NotRsa("EC"),
        "DSA PRIVATE KEY" => throw KeyDataException.NotRsa("DSA"),
        "PUBLIC KEY" => throw KeyDataException.PublicKey(DerKey.NameOfPublicKey(block.Decode())),
        "RSA PUBLIC KEY" => throw KeyDataException.PublicKey("RSA"),
        "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => throw KeyDataException.Certificate("a certificate"),
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => throw KeyDataException.Certificate("a certificate request"),
        _ when block.Label.StartsWith("PGP ", StringComparison.Ordinal) =>
            throw KeyDataException.NotAKey($"contains an OpenPGP block ({block.Label}), which is not an RSA private key"),
        _ => throw KeyDataException.NotAKey($"contains a PEM block \"{block.Label}\", which is not an RSA private key"),
    };

    private static EncodedKey ReadWithoutPem(byte[] content, byte[] text)
    {
        int putty = text.AsSpan().IndexOf(PuttyKey.Start);
        if (putty >= 0)
        {
            // A comment can contain spaces, so that the end of a line cannot be guessed.
            int lineEnd = text.AsSpan(putty).IndexOfAny((byte)'\r', (byte)'\n');
            return lineEnd >= 0 && putty + lineEnd < text.Length - 1
                ? new PuttyKey(text.AsMemory(putty))
                : throw KeyDataException.Damaged("is damaged: the line endings of the PuTTY key are missing");
        }

        return content.Length > 0 && content[0] == 0x30 && DerKey.LooksLikeDer(content)
            ? Guarded(() => DerKey.Read((byte[])content.Clone()))
            : throw UnrecognizedContent.Describe(text);
    }

    private static EncodedKey Guarded(Func<EncodedKey> read)
    {
        try
        {
            return read();
        }
        catch (AsnContentException)
        {
            throw KeyDataException.Damaged("is damaged: its ASN.1 structure is not that of a private key");
        }
    }
}
