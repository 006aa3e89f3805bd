using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;

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
                keys.Add(Guarded(() => PemKey.Read(block)));
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
            throw UnsupportedKey.Other(
                $"contains more than {KeyLimits.KeysPerFile} private keys", "Save the key in a separate file.");
        }

        return keys.Count > 0 ? keys : throw problem!;
    }

    /// <summary>Returns true if a text contains the start of a PEM block or of a PuTTY key.</summary>
    public static bool HasStart(ReadOnlySpan<byte> text) =>
        text.IndexOf(PemReader.Begin) >= 0 || text.IndexOf(PuttyLines.Start) >= 0;

    private static EncodedKey ReadWithoutPem(byte[] content, byte[] text)
    {
        int putty = text.AsSpan().IndexOf(PuttyLines.Start);
        if (putty >= 0)
        {
            // A comment can contain spaces, so that the end of a line cannot be guessed.
            int lineEnd = text.AsSpan(putty).IndexOfAny((byte)'\r', (byte)'\n');
            return lineEnd >= 0 && putty + lineEnd < text.Length - 1
                ? new PuttyKey(text.AsMemory(putty))
                : throw KeyDataException.Damaged("is damaged: the line endings of the PuTTY key are missing");
        }

        if (content.Length > 0 && content[0] == 0x30 && DerKey.LooksLikeDer(content))
        {
            return Guarded(() => DerKey.Read((byte[])content.Clone()));
        }

        throw UnrecognizedContent.Describe(content, text);
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
