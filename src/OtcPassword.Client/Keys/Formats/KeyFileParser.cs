using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Finds the keys in a file's content.</summary>
internal static class KeyFileParser
{
    /// <param name="content">The file as it is.</param>
    /// <param name="text">The file as <see cref="KeyText"/> normalizes it.</param>
    /// <returns>At least one key.</returns>
    /// <exception cref="KeyDataException">There is no RSA private key in it; says what is there instead.</exception>
    public static List<EncodedKey> Parse(byte[] content, byte[] text)
    {
        List<PemBlock> blocks = PemReader.Read(text);
        if (blocks.Count == 0)
        {
            return [ReadWithoutArmour(content, text)];
        }

        // Other things may stand in the file beside the key (a certificate, EC PARAMETERS): what is wrong only counts
        // if there is nothing right, and then the word about a private key is the one to hear.
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
                $"holds more than {KeyLimits.KeysPerFile} private keys", "Put the key into a file of its own.");
        }

        return keys.Count > 0 ? keys : throw problem!;
    }

    private static EncodedKey ReadWithoutArmour(byte[] content, byte[] text)
    {
        int putty = text.AsSpan().IndexOf(PuttyLines.Start);
        if (putty >= 0)
        {
            return new PuttyKey(text.AsMemory(putty));
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
            throw KeyDataException.Damaged("is damaged: its structure is not that of a key");
        }
    }
}
